import { type CatalogueService, PROGRAMMES } from '../catalogue.types.js';
import { AWS_MAIN } from './regions.js';

/** AWS: machine learning and artificial intelligence. List prices, on demand, US dollars; ../README.md says what one unit of a meter is. */
export const AWS_INTELLIGENCE: readonly CatalogueService[] = [
  {
    id: 'aws/sagemaker',
    name: 'Amazon SageMaker AI',
    provider: 'aws',
    category: 'machine_learning',
    summary: 'Training, tuning and serving of models, with notebooks, pipelines and a registry.',
    regions: AWS_MAIN,
    programmes: PROGRAMMES,
    limits: {
      'size priced here': 'ml.m5.xlarge (4 vCPU, 16 GiB); with GPU ml.g4dn.xlarge (one T4)',
      'endpoint payload': '6 MB real time, 1 GB asynchronous',
      'training job': '28 days',
    },
    costModel: 'per_hour',
    prices: [
      {
        meter: 'instance_hour',
        usd: '0.23',
        source: 'https://aws.amazon.com/sagemaker/pricing/',
        asOf: '2025-01-31',
      },
      {
        meter: 'gpu_hour',
        usd: '0.7364',
        source: 'https://aws.amazon.com/sagemaker/pricing/',
        asOf: '2025-01-31',
      },
    ],
    setupComplexity: 'high',
    setupHours: 60,
    tags: ['training', 'inference', 'notebooks', 'pipelines', 'mlops'],
  },
  {
    id: 'aws/bedrock',
    name: 'Amazon Bedrock',
    provider: 'aws',
    category: 'artificial_intelligence',
    summary:
      'Foundation models of several makers behind one interface, with retrieval, agents and guardrails.',
    regions: [
      'us-east-1',
      'us-east-2',
      'us-west-2',
      'ca-central-1',
      'sa-east-1',
      'eu-west-1',
      'eu-west-2',
      'eu-west-3',
      'eu-central-1',
      'eu-central-2',
      'eu-north-1',
      'eu-south-1',
      'eu-south-2',
      'ap-south-1',
      'ap-southeast-1',
      'ap-southeast-2',
      'ap-northeast-1',
      'ap-northeast-2',
    ],
    programmes: PROGRAMMES,
    limits: {
      'model priced here': 'Amazon Nova Lite, on demand',
      quota: 'tokens and requests a minute by model and region',
      data: 'prompts are not used to train models',
    },
    costModel: 'per_usage',
    prices: [
      {
        meter: 'input_tokens_million',
        usd: '0.06',
        source: 'https://aws.amazon.com/bedrock/pricing/',
        asOf: '2025-01-31',
      },
      {
        meter: 'output_tokens_million',
        usd: '0.24',
        source: 'https://aws.amazon.com/bedrock/pricing/',
        asOf: '2025-01-31',
      },
    ],
    setupComplexity: 'medium',
    setupHours: 24,
    tags: ['foundation-models', 'generative-ai', 'rag', 'agents'],
  },
];
