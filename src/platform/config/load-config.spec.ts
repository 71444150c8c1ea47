import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigError, loadConfig, loadEnvFile } from './load-config.js';

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

const SECRET = 'a secret of at least 32 characters';

describe('loadConfig', () => {
  it('needs nothing outside production', () => {
    expect(loadConfig({})).toMatchObject({
      production: false,
      port: 3000,
      host: '127.0.0.1',
      http: { corsOrigins: [], trustProxy: false, bodyLimitBytes: 262_144 },
      auth: { jwtSecretGenerated: true, admin: null },
      mongodb: { uri: null, binary: null, maxTimeMs: 5000 },
      redis: null,
      cache: { enabled: true, demoEnabled: true, debugHeaders: true, consistency: 'available' },
      sampleData: true,
      workerInline: true,
    });
  });

  it('takes an empty or blank value for an unset one', () => {
    expect(loadConfig({ PORT: '', REDIS_URL: '  ', LOG_PRETTY: '' }).port).toBe(3000);
  });

  it('makes a new secret for each start', () => {
    expect(loadConfig({}).auth.jwtSecret).not.toBe(loadConfig({}).auth.jwtSecret);
  });

  it('turns off in production what is for trying out', () => {
    const config = loadConfig({ NODE_ENV: 'production', JWT_SECRET: SECRET, SAMPLE_DATA: 'true' });
    expect(config).toMatchObject({
      production: true,
      sampleData: false,
      auth: { jwtSecretGenerated: false },
      cache: { demoEnabled: false, debugHeaders: false },
    });
  });

  it('tells every fault at once, contradictions among the sound values, too', () => {
    expect(
      faultsOf({
        NODE_ENV: 'production',
        PORT: '65536',
        LOG_LEVEL: 'loud',
        CACHE_ENABLED: 'perhaps',
        ADMIN_EMAIL: 'root@example.com',
        REDIS_BUS_URL: 'redis://bus',
        CACHE_PENDING_MS: '7000',
      }).map((fault) => fault.split(':')[0]),
    ).toEqual([
      'PORT',
      'LOG_LEVEL',
      'CACHE_ENABLED',
      'JWT_SECRET',
      'ADMIN_EMAIL, ADMIN_PASSWORD',
      'REDIS_BUS_URL',
      'CACHE_PENDING_MS',
    ]);
  });

  it('judges no contradiction over a value that is a fault by itself', () => {
    expect(faultsOf({ CACHE_CONSISTENCY: 'loose' })).toEqual([
      'CACHE_CONSISTENCY: expected one of available, strict, got "loose"',
    ]);
    expect(faultsOf({ CACHE_PENDING_MS: 'long' })).toEqual([
      'CACHE_PENDING_MS: expected a whole number from 200 to 600000, got "long"',
    ]);
  });

  it.each([
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'https://app.example.com/path'],
    ['PORT', '0x50'],
    ['PORT', '-1'],
    ['JWT_SECRET', 'short'],
    ['MONGODB_URI', 'postgres://db'],
    ['REDIS_URL', 'redis://a,http://b'],
    ['CACHE_PREFIX', 'a{b}'],
    ['INSTANCE_ID', 'a b'],
  ])('refuses %s=%s', (name, value) => {
    expect(faultsOf({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name}: expected`))]);
  });

  it('refuses Sentinels with a port that is none', () => {
    const faults = faultsOf({ REDIS_SENTINELS: 'a:26379,b:70000', REDIS_SENTINEL_NAME: 'main' });
    expect(faults).toEqual(['REDIS_SENTINELS: expected host:port,host:port,…']);
  });

  it('does not repeat a secret in a fault', () => {
    expect(
      faultsOf({ JWT_SECRET: 'hush', ADMIN_EMAIL: 'a@b.co', ADMIN_PASSWORD: 'psst' }).join(),
    ).not.toMatch(/hush|psst/);
  });

  it('reads Sentinels, and several hosts of a cluster', () => {
    expect(
      loadConfig({ REDIS_SENTINELS: 'a:26379, [::1]:26380', REDIS_SENTINEL_NAME: 'main' }).redis,
    ).toMatchObject({
      sentinels: [
        { host: 'a', port: 26_379 },
        { host: '[::1]', port: 26_380 },
      ],
      sentinelName: 'main',
    });
    expect(loadConfig({ REDIS_URL: 'redis://a:1, redis://b:2' }).redis?.urls).toEqual([
      'redis://a:1',
      'redis://b:2',
    ]);
  });

  it('finds the cache folder by the environment that it was given', () => {
    expect(loadConfig({ MONGODB_DATA_DIR: '/data/db' }).mongodb.dataDir).toBe('/data/db');
  });
});

describe('loadEnvFile', () => {
  it('adds what is not set already, and a missing file is no fault', () => {
    const folder = mkdtempSync(join(tmpdir(), 'inframind-env-'));
    const file = join(folder, '.env');
    writeFileSync(file, 'INFRAMIND_SPEC_A=from the file\nINFRAMIND_SPEC_B=from the file\n');
    process.env['INFRAMIND_SPEC_A'] = 'set before';
    try {
      loadEnvFile(join(folder, 'missing'));
      loadEnvFile(file);
      expect(process.env['INFRAMIND_SPEC_A']).toBe('set before');
      expect(process.env['INFRAMIND_SPEC_B']).toBe('from the file');
    } finally {
      delete process.env['INFRAMIND_SPEC_A'];
      delete process.env['INFRAMIND_SPEC_B'];
      rmSync(folder, { recursive: true });
    }
  });
});
