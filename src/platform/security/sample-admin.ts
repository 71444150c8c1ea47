import { Injectable } from '@nestjs/common';
import type { UserId } from '../../kernel/ids.js';

/**
 * The sample administrator, where this very process has made one: whoever made the account may let others in with it
 * without its password. Nobody is remembered in production, where there are no samples.
 */
@Injectable()
export class SampleAdmin {
  private made: UserId | null = null;

  remember(userId: UserId): void {
    this.made = userId;
  }

  userId(): UserId | null {
    return this.made;
  }
}
