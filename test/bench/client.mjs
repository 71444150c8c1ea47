import { fork } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { fileURLToPath } from 'node:url';

/** @typedef {import('./load.mjs').LoadOrder} LoadOrder */
/** @typedef {import('./load.mjs').LoadResult} LoadResult */

const PASSPHRASE = 'a long passphrase for measuring';

/**
 * Starts the process that makes the load. It ends when this one does.
 */
export function startLoader() {
  const child = fork(fileURLToPath(new URL('load.mjs', import.meta.url)));
  const ended = once(child, 'exit').then(() => {
    throw new Error('The process that makes the load has ended.');
  });
  ended.catch(() => {}); // after the last order its end is wanted
  return {
    /**
     * @param {LoadOrder} order
     * @returns {Promise<LoadResult>}
     */
    async run(order) {
      const answered = new Promise((resolve) => child.once('message', resolve));
      child.send(order);
      return Promise.race([answered, ended]);
    },
    stop: () => child.disconnect(),
  };
}

/**
 * A new account of the service, as an `Authorization` header.
 * @param {string} url
 * @param {string} email
 */
export async function registerAccount(url, email) {
  const body = { email, password: PASSPHRASE, full_name: 'Bench Mark' };
  const answer = await send(url, 'POST', '/api/v2/auth/register', {}, body);
  return { authorization: `Bearer ${String(answer['access_token'])}` };
}

/**
 * @param {string} url
 * @param {string} method
 * @param {string} path
 * @param {Record<string, string>} headers
 * @param {unknown} body
 * @returns {Promise<Record<string, unknown>>} the answer's body
 */
export async function send(url, method, path, headers, body) {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

/** Headers that node writes itself, for every server alike. */
const NODES_OWN = ['date', 'connection', 'keep-alive'];

/**
 * A GET with these headers and no others: `fetch` would add a `Cache-Control` to a conditional one.
 * @param {string} url
 * @param {Record<string, string>} headers
 * @returns {Promise<{ status: number, headers: Record<string, string>, body: string }>}
 */
export async function read(url, headers) {
  /** @type {import('node:http').IncomingMessage} */
  const response = await new Promise((resolve, reject) => {
    get(url, { headers }, resolve).once('error', reject);
  });
  const chunks = await response.toArray();
  const named = Object.entries(response.headers).filter(([name]) => !NODES_OWN.includes(name));
  return {
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(named.map(([name, value]) => [name, String(value)])),
    body: Buffer.concat(chunks).toString(),
  };
}

/** An assessment as a business would write it: what is measured has the size of what is served. */
export const ASSESSMENT = {
  title: 'Move the order platform of a regional grocer to the cloud',
  description:
    'Orders, stock and deliveries of 140 shops run in one data centre whose lease ends next year. We look for a landing zone that takes the weekly peak and keeps personal data in the country.',
  business_goal: 'Leave the data centre without a day of lost orders, at no more than the present cost.',
  priority: 'high',
  tags: ['migration', 'retail', 'peak-load'],
  business_requirements: {
    company_name: 'Sunfield Grocers',
    company_size: 'medium',
    industry: 'retail',
    business_goals: [
      {
        goal: 'Serve the Saturday peak without refusing orders',
        priority: 'high',
        timeline_months: 9,
        success_metrics: ['p95 of checkout below 400 ms', 'no refused order in a quarter'],
      },
      {
        goal: 'Close the data centre',
        priority: 'critical',
        timeline_months: 12,
        success_metrics: ['lease ended', 'no server of ours left'],
      },
    ],
    growth_projection: { current_users: 210000, projected_users_6m: 260000, projected_users_12m: 340000 },
    budget_constraints: {
      total_budget_range: '100k_500k',
      monthly_budget_limit: '24000.00',
      cost_optimization_priority: 'high',
    },
    team_structure: {
      total_developers: 14,
      senior_developers: 5,
      devops_engineers: 2,
      data_engineers: 2,
      cloud_expertise_level: 3,
      kubernetes_expertise: 2,
    },
    compliance_requirements: ['gdpr', 'pci_dss'],
    data_residency_requirements: ['de', 'eu'],
    project_timeline_months: 12,
    urgency_level: 'high',
    current_pain_points: ['hardware out of warranty', 'peaks every Saturday', 'restores untested'],
    success_criteria: ['cut-over in a night', 'costs known per shop'],
    cloud_provider_preference: ['aws', 'azure'],
    multi_cloud_acceptable: false,
  },
  technical_requirements: {
    workload_types: ['web_application', 'api_service', 'database', 'analytics'],
    architecture_preference: 'modular_monolith',
    deployment_model: 'public_cloud',
    performance_requirements: {
      api_response_time_ms: 250,
      requests_per_second: 900,
      concurrent_users: 6000,
      uptime_percentage: 99.9,
      real_time_processing_required: false,
    },
    scalability_requirements: {
      current_data_size_gb: 1800,
      expected_data_growth_rate: 35,
      auto_scaling_required: true,
      global_distribution_required: false,
      cdn_required: true,
      planned_regions: ['eu-central-1'],
      disaster_recovery_regions: ['eu-west-1'],
    },
    security_requirements: {
      encryption_at_rest_required: true,
      encryption_in_transit_required: true,
      multi_factor_auth_required: true,
      audit_logging_required: true,
      backup_encryption_required: true,
    },
    preferred_programming_languages: ['java', 'typescript'],
    database_preferences: ['postgresql', 'redis'],
    current_cloud_providers: [],
  },
};
