import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DomainError } from '../../kernel/errors.js';
import { type Config, CONFIG } from '../../platform/config/index.js';
import { patiently } from '../../platform/database/index.js';
import { PasswordHasher } from './password-hasher.js';
import { UsersRepository } from './users.repository.js';

/**
 * Makes the first super_admin of `ADMIN_EMAIL` and `ADMIN_PASSWORD`, where there is none. Of several instances that start at
 * once the unique address lets one succeed. An account that somebody registered under this address is never raised: its
 * owner, not the operator, knows its password.
 */
@Injectable()
export class FirstAdmin implements OnApplicationBootstrap {
  private readonly logger = new Logger('Accounts');

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly users: UsersRepository,
    private readonly passwords: PasswordHasher,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await patiently(() => this.makeOne());
  }

  private async makeOne(): Promise<void> {
    const { admin } = this.config.auth;
    if (admin === null || (await this.users.hasSuperAdmin())) return;
    try {
      await this.users.insert({
        email: admin.email,
        fullName: 'Administrator',
        jobTitle: null,
        companyName: null,
        role: 'super_admin',
        passwordHash: await this.passwords.hash(admin.password),
      });
      this.logger.log('Made the first super_admin, as ADMIN_EMAIL says');
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'conflict') throw error;
      if (await this.users.hasSuperAdmin()) return; // another instance was faster
      this.logger.error(
        'ADMIN_EMAIL names an account with a lower role: no super_admin was made; name another',
      );
    }
  }
}
