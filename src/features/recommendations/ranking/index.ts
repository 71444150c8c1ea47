export { InteractionsRemoval } from './interactions-removal.js';
export { RankingModule } from './ranking.module.js';
export { type AppliedModel, type RankedList, RankingService } from './ranking.service.js';
