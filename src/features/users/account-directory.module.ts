import { Global, Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { ACCOUNT_DIRECTORY } from '../../platform/security/account-directory.port.js';
import { DatabaseAccountDirectory } from './account-directory.js';
import { AccountStateRepository } from './account-state.repository.js';
import { UserDocument, userSchema } from './user.schema.js';

/** What the token guard asks, alone in a global module: the guard must not see the rest of the feature. */
@Global()
@Module({
  imports: [MongooseModule.forFeature([{ name: UserDocument.name, schema: userSchema }])],
  providers: [
    AccountStateRepository,
    DatabaseAccountDirectory,
    { provide: ACCOUNT_DIRECTORY, useExisting: DatabaseAccountDirectory },
  ],
  exports: [ACCOUNT_DIRECTORY],
})
export class AccountDirectoryModule {}
