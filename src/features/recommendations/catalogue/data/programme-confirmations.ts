import type { Programme, ProgrammeConfirmation } from '../catalogue.types.js';

/** The day on which all of these were looked up. */
const LOOKED_UP = '2026-11-23';

/** By what name the lists of AWS have a service; what is sold as a part of one stands with it, as the lists say they do. */
const AWS: readonly (readonly [listed: string, services: string])[] = [
  ['Amazon EC2', 'ec2'],
  ['AWS Elastic Beanstalk', 'elastic-beanstalk'],
  ['AWS Batch', 'batch'],
  ['Amazon EKS', 'eks'],
  ['Amazon ECS, with Fargate', 'ecs fargate'],
  ['Amazon ECR', 'ecr'],
  ['AWS Lambda', 'lambda'],
  ['Amazon API Gateway', 'api-gateway'],
  ['AWS Step Functions', 'step-functions'],
  ['Amazon EventBridge', 'eventbridge'],
  ['Amazon RDS', 'rds-postgresql rds-mysql'],
  ['Amazon Aurora', 'aurora-postgresql aurora-serverless'],
  ['Amazon DynamoDB', 'dynamodb'],
  ['Amazon DocumentDB', 'documentdb'],
  ['Amazon Keyspaces', 'keyspaces'],
  ['Amazon ElastiCache for Redis', 'elasticache-redis'],
  ['Amazon SQS', 'sqs'],
  ['Amazon SNS', 'sns'],
  ['Amazon MQ', 'mq'],
  ['Amazon S3', 's3 s3-standard-ia s3-glacier-flexible s3-intelligent-tiering'],
  ['Amazon EBS', 'ebs-gp3 ebs-io2'],
  ['Amazon EFS', 'efs'],
  ['Amazon CloudFront', 'cloudfront'],
  ['Amazon Athena', 'athena'],
  ['Amazon Kinesis Data Streams', 'kinesis-data-streams'],
  ['Amazon MSK', 'msk'],
  ['Amazon Kinesis Data Firehose', 'data-firehose'],
  ['Amazon SageMaker', 'sagemaker'],
  ['Amazon Rekognition', 'rekognition'],
  ['Amazon Textract', 'textract'],
  ['Amazon Transcribe', 'transcribe'],
  ['Amazon Cognito', 'cognito'],
  ['AWS Secrets Manager', 'secrets-manager'],
  ['AWS KMS', 'kms'],
  ['AWS Certificate Manager', 'certificate-manager'],
  ['Amazon CloudWatch', 'cloudwatch'],
  ['AWS X-Ray', 'x-ray'],
  ['AWS CloudTrail', 'cloudtrail'],
  ['AWS Config', 'config'],
  ['AWS WAF', 'waf'],
  ['Amazon GuardDuty', 'guardduty'],
  ['AWS Shield', 'shield-advanced'],
  ['Amazon Macie', 'macie'],
  ['AWS Backup', 'backup'],
  ['Amazon VPC', 'vpc nat-gateway privatelink'],
  ['Amazon Route 53', 'route-53'],
  ['AWS Direct Connect', 'direct-connect'],
  ['Elastic Load Balancing', 'alb nlb'],
];

/** A list of services in scope, and which of the names above it has: all, and further ones. */
interface Found {
  readonly url: string;
  readonly list: string;
  readonly programme: Programme;
  readonly lists: readonly (readonly [listed: string, services: string])[];
}

const ALLOWLISTER = 'https://github.com/salesforce/aws-allowlister/tree/main/aws_allowlister/data';

/** Copies of the pages of AWS, as aws-allowlister 0.2.15 has them. */
const FOUND: readonly Found[] = [
  {
    url: ALLOWLISTER,
    list: 'services-in-scope.html of 2021, SOC',
    programme: 'soc2',
    lists: [...AWS, ['AWS IAM', 'iam']],
  },
  {
    url: ALLOWLISTER,
    list: 'services-in-scope.html of 2021, PCI',
    programme: 'pci_dss',
    lists: [...AWS, ['AWS IAM', 'iam'], ['AWS Network Firewall', 'network-firewall']],
  },
  {
    url: ALLOWLISTER,
    list: 'iso-certified.html, last updated September 4, 2021',
    programme: 'iso27001',
    lists: [...AWS, ['AWS IAM', 'iam'], ['AWS Single Sign-On', 'iam-identity-center']],
  },
  {
    url: ALLOWLISTER,
    list: 'hipaa-eligible-services-reference.html, last updated July 16, 2021',
    programme: 'hipaa',
    lists: [...AWS, ['AWS Network Firewall', 'network-firewall']],
  },
  {
    url: 'https://github.com/awslabs/landing-zone-accelerator-on-aws/blob/a204dbfbd8dd662b32892e68263b08065458527e/reference/sample-configurations/aws-best-practices-healthcare/service-control-policies/Readme.md',
    list: 'HIPAA eligible services, last updated on April 18, 2022',
    programme: 'hipaa',
    lists: [
      ['AWS Single Sign-On', 'iam-identity-center'],
      ['Amazon Inspector', 'inspector'],
    ],
  },
];

/** Which programmes were looked up; ../README.md says what a confirmation is worth. */
export const PROGRAMME_CONFIRMATIONS: readonly ProgrammeConfirmation[] = FOUND.flatMap(
  ({ url, list, programme, lists }) =>
    lists.flatMap(([listed, services]) =>
      services.split(' ').map((name) => ({
        service: `aws/${name}`,
        programme,
        url,
        date: LOOKED_UP,
        seen: `${listed}: ${list}`,
      })),
    ),
);
