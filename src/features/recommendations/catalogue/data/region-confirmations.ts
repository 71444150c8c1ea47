import type { RegionConfirmation } from '../catalogue.types.js';

/** The day on which all of these were looked up. */
const LOOKED_UP = '2026-11-23';

/** The regions of AWS that this catalogue knows, written out here so that regions.ts is held against something. */
const EVERY =
  'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 ca-west-1 mx-central-1 sa-east-1 eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 af-south-1 me-central-1 me-south-1 il-central-1 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-east-1'.split(
    ' ',
  );

const but = (...names: readonly string[]): readonly string[] => EVERY.filter((name) => !names.includes(name));

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
      ['aws/ec2', EVERY, 'endpoint ec2; type AWS::EC2::Instance'],
      [
        'aws/elastic-beanstalk',
        but('mx-central-1'),
        'endpoint elasticbeanstalk; type AWS::ElasticBeanstalk::Environment',
      ],
      [
        'aws/lightsail',
        'us-east-1 us-east-2 us-west-2 ca-central-1 eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-north-1 ap-south-1 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-northeast-1 ap-northeast-2'.split(
          ' ',
        ),
        'endpoint lightsail; type AWS::Lightsail::Instance',
      ],
      ['aws/batch', EVERY, 'endpoint batch; type AWS::Batch::JobQueue'],
      ['aws/eks', EVERY, 'endpoint eks; type AWS::EKS::Cluster'],
      ['aws/ecs', EVERY, 'endpoint ecs; type AWS::ECS::Service'],
      [
        'aws/app-runner',
        'us-east-1 us-east-2 us-west-2 eu-west-1 eu-west-2 eu-west-3 eu-central-1 ap-south-1 ap-southeast-1 ap-southeast-2 ap-northeast-1'.split(
          ' ',
        ),
        'endpoint apprunner; type AWS::AppRunner::Service',
      ],
      ['aws/ecr', EVERY, 'endpoint api.ecr; type AWS::ECR::Repository'],
      ['aws/lambda', EVERY, 'endpoint lambda; type AWS::Lambda::Function'],
      ['aws/api-gateway', EVERY, 'endpoint apigateway; type AWS::ApiGatewayV2::Api'],
      ['aws/step-functions', EVERY, 'endpoint states; type AWS::StepFunctions::StateMachine'],
      ['aws/eventbridge', EVERY, 'endpoint events; type AWS::Events::EventBus'],
      ['aws/rds-postgresql', EVERY, 'endpoint rds; type AWS::RDS::DBInstance'],
      ['aws/rds-mysql', EVERY, 'endpoint rds; type AWS::RDS::DBInstance'],
      ['aws/dynamodb', EVERY, 'endpoint dynamodb; type AWS::DynamoDB::Table'],
      [
        'aws/keyspaces',
        'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 sa-east-1 eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-north-1 af-south-1 me-central-1 me-south-1 ap-south-1 ap-southeast-1 ap-southeast-2 ap-northeast-1 ap-northeast-2 ap-east-1'.split(
          ' ',
        ),
        'endpoint cassandra; type AWS::Cassandra::Table',
      ],
      ['aws/elasticache-redis', EVERY, 'endpoint elasticache; type AWS::ElastiCache::ReplicationGroup'],
      ['aws/elasticache-serverless', EVERY, 'endpoint elasticache; type AWS::ElastiCache::ServerlessCache'],
      ['aws/sqs', EVERY, 'endpoint sqs; type AWS::SQS::Queue'],
      ['aws/sns', EVERY, 'endpoint sns; type AWS::SNS::Topic'],
      ['aws/mq', EVERY, 'endpoint mq; type AWS::AmazonMQ::Broker'],
      ['aws/s3', EVERY, 'endpoint s3; type AWS::S3::Bucket'],
      ['aws/efs', EVERY, 'endpoint elasticfilesystem; type AWS::EFS::FileSystem'],
      ['aws/athena', EVERY, 'endpoint athena; type AWS::Athena::WorkGroup'],
      [
        'aws/redshift-serverless',
        but('me-south-1'),
        'endpoint redshift-serverless; type AWS::RedshiftServerless::Workgroup',
      ],
      ['aws/kinesis-data-streams', EVERY, 'endpoint kinesis; type AWS::Kinesis::Stream'],
      ['aws/msk', EVERY, 'endpoint kafka; type AWS::MSK::Cluster'],
      ['aws/data-firehose', EVERY, 'endpoint firehose; type AWS::KinesisFirehose::DeliveryStream'],
      ['aws/sagemaker', but('me-central-1'), 'endpoint api.sagemaker; type AWS::SageMaker::Endpoint'],
      ['aws/emr-serverless', EVERY, 'endpoint emr-serverless; type AWS::EMRServerless::Application'],
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
      ['aws/cognito', EVERY, 'endpoint cognito-idp; type AWS::Cognito::UserPool'],
      ['aws/iam-identity-center', EVERY, 'endpoint sso; type AWS::SSO::Instance'],
      ['aws/secrets-manager', EVERY, 'endpoint secretsmanager; type AWS::SecretsManager::Secret'],
      ['aws/kms', EVERY, 'endpoint kms; type AWS::KMS::Key'],
      ['aws/certificate-manager', EVERY, 'endpoint acm; type AWS::CertificateManager::Certificate'],
      [
        'aws/cloudwatch',
        EVERY,
        'endpoint monitoring and logs; type AWS::CloudWatch::Alarm and AWS::Logs::LogGroup',
      ],
      ['aws/x-ray', EVERY, 'endpoint xray; type AWS::XRay::Group'],
      ['aws/managed-prometheus', EVERY, 'endpoint aps; type AWS::APS::Workspace'],
      ['aws/cloudtrail', EVERY, 'endpoint cloudtrail; type AWS::CloudTrail::Trail'],
      ['aws/config', EVERY, 'endpoint config; type AWS::Config::ConfigurationRecorder'],
      ['aws/waf', EVERY, 'endpoint wafv2; type AWS::WAFv2::WebACL'],
      ['aws/guardduty', EVERY, 'endpoint guardduty; type AWS::GuardDuty::Detector'],
      ['aws/inspector', EVERY, 'endpoint inspector2; type AWS::InspectorV2::Filter'],
      [
        'aws/macie',
        but(
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
      ['aws/network-firewall', EVERY, 'endpoint network-firewall; type AWS::NetworkFirewall::Firewall'],
      ['aws/backup', EVERY, 'endpoint backup; type AWS::Backup::BackupVault'],
      ['aws/elastic-disaster-recovery', but('ca-west-1', 'mx-central-1'), 'endpoint drs'],
      ['aws/vpc', EVERY, 'endpoint ec2; type AWS::EC2::VPC'],
      ['aws/nat-gateway', EVERY, 'endpoint ec2; type AWS::EC2::NatGateway'],
      ['aws/privatelink', EVERY, 'endpoint ec2; type AWS::EC2::VPCEndpoint'],
      ['aws/site-to-site-vpn', EVERY, 'endpoint ec2; type AWS::EC2::VPNConnection'],
      ['aws/direct-connect', EVERY, 'endpoint directconnect'],
      ['aws/transit-gateway', EVERY, 'endpoint ec2; type AWS::EC2::TransitGateway'],
      ['aws/alb', EVERY, 'endpoint elasticloadbalancing; type AWS::ElasticLoadBalancingV2::LoadBalancer'],
      ['aws/nlb', EVERY, 'endpoint elasticloadbalancing; type AWS::ElasticLoadBalancingV2::LoadBalancer'],
      ['aws/cloudfront', 'global', 'endpoint cloudfront, not regionalised'],
      ['aws/iam', 'global', 'endpoint iam, not regionalised'],
      ['aws/shield-advanced', 'global', 'endpoint shield, not regionalised'],
      ['aws/route-53', 'global', 'endpoint route53, not regionalised'],
    ],
  },
];

/** Which lists of regions were looked up; ../README.md says what a confirmation is worth. */
export const REGION_CONFIRMATIONS: readonly RegionConfirmation[] = FOUND.flatMap(({ url, lists }) =>
  lists.map(([service, regions, seen]) => ({ service, regions, url, date: LOOKED_UP, seen })),
);
