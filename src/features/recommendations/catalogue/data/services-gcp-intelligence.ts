import { type CatalogueService, PROGRAMMES } from '../catalogue.types.js';
import { GCP_MAIN } from './regions.js';

/** Google Cloud: machine learning and artificial intelligence. List prices, on demand, US dollars; ../README.md says what one unit of a meter is. */
export const GCP_INTELLIGENCE: readonly CatalogueService[] = [
  {
    id: 'gcp/vertex-ai',
    name: 'Vertex AI',
    provider: 'gcp',
    category: 'machine_learning',
    summary: 'Training, tuning and serving of models, with notebooks, pipelines and a registry.',
    regions: GCP_MAIN,
    programmes: PROGRAMMES,
    limits: {
      'size priced here': 'training on n1-standard-4 (4 vCPU, 15 GB); the GPU, one T4, comes on top',
      'endpoint payload': '1.5 MB',
      quota: 'by machine and region',
    },
    costModel: 'per_hour',
    prices: [
      {
        meter: 'instance_hour',
        usd: '0.2185',
        source: 'https://cloud.google.com/vertex-ai/pricing',
        asOf: '2025-01-31',
      },
      {
        meter: 'gpu_hour',
        usd: '0.4025',
        source: 'https://cloud.google.com/vertex-ai/pricing',
        asOf: '2025-01-31',
      },
    ],
    setupComplexity: 'high',
    setupHours: 56,
    tags: ['training', 'inference', 'notebooks', 'pipelines', 'mlops'],
  },
  {
    id: 'gcp/gemini',
    name: 'Gemini on Vertex AI',
    provider: 'gcp',
    category: 'artificial_intelligence',
    summary: 'Foundation models of Google with long contexts, grounding and tuning.',
    regions: [
      'us-central1',
      'us-east1',
      'us-east4',
      'us-west1',
      'europe-central2',
      'europe-north1',
      'europe-southwest1',
      'europe-west1',
      'europe-west4',
      'europe-west8',
      'europe-west9',
    ],
    programmes: PROGRAMMES,
    limits: {
      'model priced here': 'Gemini 2.0 Flash, text',
      context: '1 million tokens',
      data: 'prompts are not used to train models',
    },
    costModel: 'per_usage',
    prices: [
      {
        meter: 'input_tokens_million',
        usd: '0.15',
        source: 'https://cloud.google.com/vertex-ai/generative-ai/pricing',
        asOf: '2025-01-31',
      },
      {
        meter: 'output_tokens_million',
        usd: '0.60',
        source: 'https://cloud.google.com/vertex-ai/generative-ai/pricing',
        asOf: '2025-01-31',
      },
    ],
    setupComplexity: 'medium',
    setupHours: 24,
    tags: ['foundation-models', 'generative-ai', 'rag'],
  },
];
