import { describe } from '@jest/globals';
import { LruMemoryTier } from '../../src/cache/tiers/memory.tier.js';
import { memoryTierContract } from './memory-tier.contract.js';

describe('the memory tier over lru-cache', () => {
  memoryTierContract((limits) => new LruMemoryTier(limits));
});
