import { Global, Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { ACCOUNT_DIRECTORY } from '../../platform/security/account-directory.port.js';
import { CachedAccountDirectory } from './account-directory.js';
import { AccountStateRepository } from './account-state.repository.js';
import { UserDocument, userSchema } from './user.schema.js';

/** What the token guard asks, alone in a global module: the guard must not see the rest of the feature. */
@Global()
@Module({
  imports: [MongooseModule.forFeature([{ name: UserDocument.name, schema: userSchema }])],
  providers: [
    AccountStateRepository,
    CachedAccountDirectory,
    { provide: ACCOUNT_DIRECTORY, useExisting: CachedAccountDirectory },
  ],
  exports: [ACCOUNT_DIRECTORY],
})
export class AccountDirectoryModule {}
