import { Injectable } from '@nestjs/common';
import type { UserId } from '../../kernel/ids.js';

/**
 * The sample administrator, where this process has sample data in a database of its own: whoever made the account may let
 * others in with it without its password. Nobody is remembered in production, where there are no samples.
 */
@Injectable()
export class SampleAdmin {
  private known: UserId | null = null;

  remember(userId: UserId): void {
    this.known = userId;
  }

  userId(): UserId | null {
    return this.known;
  }
}
