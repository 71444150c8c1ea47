import type { RegionConfirmation } from '../catalogue.types.js';

/** The day on which all of these were looked up. */
const LOOKED_UP = '2026-11-23';

/** The regions that this catalogue knows, written out here so that regions.ts is held against something. */
const AMAZON =
  'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 ca-west-1 mx-central-1 sa-east-1 eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 af-south-1 me-central-1 me-south-1 il-central-1 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-east-1'.split(
    ' ',
  );
const AZURE =
  'eastus eastus2 centralus southcentralus westus2 westus3 canadacentral canadaeast mexicocentral brazilsouth northeurope westeurope germanywestcentral francecentral uksouth ukwest switzerlandnorth swedencentral norwayeast polandcentral italynorth spaincentral southafricanorth uaenorth israelcentral centralindia southindia southeastasia eastasia australiaeast australiasoutheast newzealandnorth japaneast japanwest koreacentral'.split(
    ' ',
  );
const GOOGLE =
  'us-central1 us-east1 us-east4 us-west1 us-west2 northamerica-northeast1 northamerica-northeast2 northamerica-south1 southamerica-east1 southamerica-west1 europe-west1 europe-west2 europe-west3 europe-west4 europe-west6 europe-west8 europe-west9 europe-west10 europe-west12 europe-southwest1 europe-central2 europe-north1 africa-south1 me-central1 me-west1 asia-south1 asia-south2 asia-southeast1 asia-southeast2 asia-east1 asia-east2 asia-northeast1 asia-northeast2 asia-northeast3 australia-southeast1 australia-southeast2'.split(
    ' ',
  );

const but = (regions: readonly string[], ...names: readonly string[]): readonly string[] =>
  regions.filter((name) => !names.includes(name));

/** A record, and which services it has in which regions. */
interface Found {
  readonly url: string;
  readonly lists: readonly (readonly [
    service: string,
    regions: RegionConfirmation['regions'],
    seen: string,
  ])[];
}

const FOUND: readonly Found[] = [
  {
    // Botocore 1.43.11, by the name of the endpoint. The types are those that CloudFormation has in a region, as kept by cfn-lint
    // 1.58.0 in src/cfnlint/data/schemas/providers; it has no file for me-south-1. A region counts where both have the service.
    url: 'https://github.com/boto/botocore/blob/1.43.11/botocore/data/endpoints.json',
    lists: [
      ['aws/ec2', AMAZON, 'endpoint ec2; type AWS::EC2::Instance'],
      [
        'aws/elastic-beanstalk',
        but(AMAZON, 'mx-central-1'),
        'endpoint elasticbeanstalk; type AWS::ElasticBeanstalk::Environment',
      ],
      [
        'aws/lightsail',
        'us-east-1 us-east-2 us-west-2 ca-central-1 eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-north-1 ap-south-1 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-northeast-1 ap-northeast-2'.split(
          ' ',
        ),
        'endpoint lightsail; type AWS::Lightsail::Instance',
      ],
      ['aws/batch', AMAZON, 'endpoint batch; type AWS::Batch::JobQueue'],
      ['aws/eks', AMAZON, 'endpoint eks; type AWS::EKS::Cluster'],
      ['aws/ecs', AMAZON, 'endpoint ecs; type AWS::ECS::Service'],
      [
        'aws/app-runner',
        'us-east-1 us-east-2 us-west-2 eu-west-1 eu-west-2 eu-west-3 eu-central-1 ap-south-1 ap-southeast-1 ap-southeast-2 ap-northeast-1'.split(
          ' ',
        ),
        'endpoint apprunner; type AWS::AppRunner::Service',
      ],
      ['aws/ecr', AMAZON, 'endpoint api.ecr; type AWS::ECR::Repository'],
      ['aws/lambda', AMAZON, 'endpoint lambda; type AWS::Lambda::Function'],
      ['aws/api-gateway', AMAZON, 'endpoint apigateway; type AWS::ApiGatewayV2::Api'],
      ['aws/step-functions', AMAZON, 'endpoint states; type AWS::StepFunctions::StateMachine'],
      ['aws/eventbridge', AMAZON, 'endpoint events; type AWS::Events::EventBus'],
      ['aws/rds-postgresql', AMAZON, 'endpoint rds; type AWS::RDS::DBInstance'],
      ['aws/rds-mysql', AMAZON, 'endpoint rds; type AWS::RDS::DBInstance'],
      ['aws/dynamodb', AMAZON, 'endpoint dynamodb; type AWS::DynamoDB::Table'],
      [
        'aws/keyspaces',
        'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 sa-east-1 eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-north-1 af-south-1 me-central-1 me-south-1 ap-south-1 ap-southeast-1 ap-southeast-2 ap-northeast-1 ap-northeast-2 ap-east-1'.split(
          ' ',
        ),
        'endpoint cassandra; type AWS::Cassandra::Table',
      ],
      ['aws/elasticache-redis', AMAZON, 'endpoint elasticache; type AWS::ElastiCache::ReplicationGroup'],
      ['aws/elasticache-serverless', AMAZON, 'endpoint elasticache; type AWS::ElastiCache::ServerlessCache'],
      ['aws/sqs', AMAZON, 'endpoint sqs; type AWS::SQS::Queue'],
      ['aws/sns', AMAZON, 'endpoint sns; type AWS::SNS::Topic'],
      ['aws/mq', AMAZON, 'endpoint mq; type AWS::AmazonMQ::Broker'],
      ['aws/s3', AMAZON, 'endpoint s3; type AWS::S3::Bucket'],
      ['aws/efs', AMAZON, 'endpoint elasticfilesystem; type AWS::EFS::FileSystem'],
      ['aws/athena', AMAZON, 'endpoint athena; type AWS::Athena::WorkGroup'],
      [
        'aws/redshift-serverless',
        but(AMAZON, 'me-south-1'),
        'endpoint redshift-serverless; type AWS::RedshiftServerless::Workgroup',
      ],
      ['aws/kinesis-data-streams', AMAZON, 'endpoint kinesis; type AWS::Kinesis::Stream'],
      ['aws/msk', AMAZON, 'endpoint kafka; type AWS::MSK::Cluster'],
      ['aws/data-firehose', AMAZON, 'endpoint firehose; type AWS::KinesisFirehose::DeliveryStream'],
      ['aws/sagemaker', but(AMAZON, 'me-central-1'), 'endpoint api.sagemaker; type AWS::SageMaker::Endpoint'],
      ['aws/emr-serverless', AMAZON, 'endpoint emr-serverless; type AWS::EMRServerless::Application'],
      [
        'aws/bedrock',
        'us-east-1 us-east-2 us-west-2 ca-central-1 sa-east-1 eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 ap-south-1 ap-southeast-1 ap-southeast-2 ap-northeast-1 ap-northeast-2'.split(
          ' ',
        ),
        'endpoint bedrock; type AWS::Bedrock::Guardrail',
      ],
      [
        'aws/rekognition',
        'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 sa-east-1 eu-west-1 eu-west-2 eu-central-1 eu-south-2 il-central-1 ap-south-1 ap-southeast-1 ap-southeast-2 ap-northeast-1 ap-northeast-2'.split(
          ' ',
        ),
        'endpoint rekognition; type AWS::Rekognition::Collection',
      ],
      [
        'aws/textract',
        'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-south-2 ap-south-1 ap-southeast-1 ap-southeast-2 ap-northeast-2'.split(
          ' ',
        ),
        'endpoint textract',
      ],
      [
        'aws/transcribe',
        'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 sa-east-1 eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-central-2 eu-north-1 af-south-1 me-south-1 ap-south-1 ap-southeast-1 ap-southeast-2 ap-northeast-1 ap-northeast-2 ap-east-1'.split(
          ' ',
        ),
        'endpoint transcribe',
      ],
      ['aws/cognito', AMAZON, 'endpoint cognito-idp; type AWS::Cognito::UserPool'],
      ['aws/iam-identity-center', AMAZON, 'endpoint sso; type AWS::SSO::Instance'],
      ['aws/secrets-manager', AMAZON, 'endpoint secretsmanager; type AWS::SecretsManager::Secret'],
      ['aws/kms', AMAZON, 'endpoint kms; type AWS::KMS::Key'],
      ['aws/certificate-manager', AMAZON, 'endpoint acm; type AWS::CertificateManager::Certificate'],
      [
        'aws/cloudwatch',
        AMAZON,
        'endpoint monitoring and logs; type AWS::CloudWatch::Alarm and AWS::Logs::LogGroup',
      ],
      ['aws/x-ray', AMAZON, 'endpoint xray; type AWS::XRay::Group'],
      ['aws/managed-prometheus', AMAZON, 'endpoint aps; type AWS::APS::Workspace'],
      ['aws/cloudtrail', AMAZON, 'endpoint cloudtrail; type AWS::CloudTrail::Trail'],
      ['aws/config', AMAZON, 'endpoint config; type AWS::Config::ConfigurationRecorder'],
      ['aws/waf', AMAZON, 'endpoint wafv2; type AWS::WAFv2::WebACL'],
      ['aws/guardduty', AMAZON, 'endpoint guardduty; type AWS::GuardDuty::Detector'],
      ['aws/inspector', AMAZON, 'endpoint inspector2; type AWS::InspectorV2::Filter'],
      [
        'aws/macie',
        but(
          AMAZON,
          'ca-west-1',
          'mx-central-1',
          'eu-central-2',
          'eu-south-2',
          'me-central-1',
          'ap-south-2',
          'ap-southeast-3',
          'ap-southeast-4',
        ),
        'endpoint macie2; type AWS::Macie::Session',
      ],
      ['aws/network-firewall', AMAZON, 'endpoint network-firewall; type AWS::NetworkFirewall::Firewall'],
      ['aws/backup', AMAZON, 'endpoint backup; type AWS::Backup::BackupVault'],
      ['aws/elastic-disaster-recovery', but(AMAZON, 'ca-west-1', 'mx-central-1'), 'endpoint drs'],
      ['aws/vpc', AMAZON, 'endpoint ec2; type AWS::EC2::VPC'],
      ['aws/nat-gateway', AMAZON, 'endpoint ec2; type AWS::EC2::NatGateway'],
      ['aws/privatelink', AMAZON, 'endpoint ec2; type AWS::EC2::VPCEndpoint'],
      ['aws/site-to-site-vpn', AMAZON, 'endpoint ec2; type AWS::EC2::VPNConnection'],
      ['aws/direct-connect', AMAZON, 'endpoint directconnect'],
      ['aws/transit-gateway', AMAZON, 'endpoint ec2; type AWS::EC2::TransitGateway'],
      ['aws/alb', AMAZON, 'endpoint elasticloadbalancing; type AWS::ElasticLoadBalancingV2::LoadBalancer'],
      ['aws/nlb', AMAZON, 'endpoint elasticloadbalancing; type AWS::ElasticLoadBalancingV2::LoadBalancer'],
      ['aws/cloudfront', 'global', 'endpoint cloudfront, not regionalised'],
      ['aws/iam', 'global', 'endpoint iam, not regionalised'],
      ['aws/shield-advanced', 'global', 'endpoint shield, not regionalised'],
      ['aws/route-53', 'global', 'endpoint route53, not regionalised'],
    ],
  },
  {
    url: 'https://github.com/MicrosoftDocs/azure-databases-docs/blob/00002ba2993868752a7fde731ac499f8a4ebc925/articles/postgresql/flexible-server/includes/regions-table.md',
    lists: [['azure/postgresql-flexible', AZURE, 'the table of regions, November 2025']],
  },
  {
    url: 'https://github.com/MicrosoftDocs/azure-databases-docs/blob/0200b8f33c43283e8c247f6c6352626cfab38bab/articles/mysql/flexible-server/overview.md',
    lists: [['azure/mysql-flexible', AZURE, 'the table of Azure regions']],
  },
  {
    url: 'https://github.com/MicrosoftDocs/azure-compute-docs/blob/157e305e42dd445623127be2bef501d36d427855/articles/virtual-machines/includes/disks-premv2-regions.md',
    lists: [['azure/premium-ssd-v2', AZURE, 'the regions with and without availability zones']],
  },
  {
    url: 'https://github.com/MicrosoftDocs/azure-ai-docs/blob/01b35416b0767ce1b23f7e0ecd874bae2b8bd1ae/articles/search/search-region-support.md',
    lists: [['azure/ai-search', AZURE, 'Azure public regions, October 2025']],
  },
  {
    url: 'https://github.com/MicrosoftDocs/azure-ai-docs/blob/01850fbb85959cfdc0dd37e7e905db549e1469d3/articles/ai-services/speech-service/regions.md',
    lists: [
      [
        'azure/speech',
        but(
          AZURE,
          'mexicocentral',
          'polandcentral',
          'spaincentral',
          'israelcentral',
          'southindia',
          'australiasoutheast',
          'newzealandnorth',
        ),
        'the regions by geography, November 2025',
      ],
    ],
  },
  {
    url: 'https://github.com/MicrosoftDocs/azure-ai-docs/blob/19fa85dd0febc9bf7d9dfa017fc2cff152c11e71/articles/ai-services/computer-vision/overview-image-analysis.md',
    lists: [
      [
        'azure/ai-vision',
        'eastus westus2 northeurope westeurope francecentral switzerlandnorth swedencentral southeastasia eastasia australiaeast japaneast koreacentral'.split(
          ' ',
        ),
        'Analyze Image, September 2025',
      ],
    ],
  },
  {
    url: 'https://github.com/MicrosoftDocs/azure-ai-docs/blob/0be1675318c561be028c0249b6261590a9c3f1be/articles/foundry/openai/includes/model-matrix/standard-global.md',
    lists: [
      [
        'azure/openai',
        'eastus eastus2 centralus southcentralus westus3 canadaeast brazilsouth westeurope germanywestcentral francecentral uksouth switzerlandnorth swedencentral norwayeast polandcentral italynorth spaincentral southafricanorth uaenorth southindia australiaeast japaneast koreacentral'.split(
          ' ',
        ),
        'gpt-4o-mini 2024-07-18, Global Standard',
      ],
    ],
  },
  {
    url: 'https://github.com/MicrosoftDocs/defender-docs/blob/c10b361b1f55cadfff906b32fd48f51a82157e71/articles/sentinel/geographical-availability-data-residency.md',
    lists: [
      [
        'azure/sentinel',
        but(AZURE, 'mexicocentral', 'polandcentral', 'spaincentral', 'southindia', 'newzealandnorth'),
        'SIEM supported regions, August 2024',
      ],
    ],
  },
  {
    url: 'https://cloud.google.com/run/docs/locations',
    lists: [['gcp/cloud-run', GOOGLE, 'tier 1 and 2; Mexico by the list in the tutorials, 2026']],
  },
  {
    url: 'https://docs.cloud.google.com/cortex/docs/supported-locations',
    lists: [['gcp/bigquery', GOOGLE, 'supported BigQuery locations']],
  },
  {
    url: 'https://docs.cloud.google.com/secret-manager/docs/locations',
    lists: [['gcp/secret-manager', GOOGLE, 'where resources can be stored, April 2026']],
  },
  {
    // The command line of Google Cloud, 528.0.0.
    url: 'https://cloud.google.com/sdk/docs/release-notes',
    lists: [
      ['gcp/artifact-registry', GOOGLE, 'core/docker/constants.py: REGION-docker.pkg.dev'],
      [
        'gcp/vertex-ai',
        but(GOOGLE, 'northamerica-south1', 'europe-west10', 'asia-south2'),
        'command_lib/ai/constants.py: SUPPORTED_TRAINING_REGIONS',
      ],
    ],
  },
];

/** Which lists of regions were looked up; ../README.md says what a confirmation is worth. */
export const REGION_CONFIRMATIONS: readonly RegionConfirmation[] = FOUND.flatMap(({ url, lists }) =>
  lists.map(([service, regions, seen]) => ({ service, regions, url, date: LOOKED_UP, seen })),
);
