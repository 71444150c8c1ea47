import { Module, type OnModuleInit } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { UnannouncedWrites } from '../../cache/watch/index.js';
import { systemClock } from '../../kernel/clock.js';
import { type Config, CONFIG } from '../../platform/config/index.js';
import { REDIS, type RedisClient } from '../../platform/redis/index.js';
import { LocalAttempts } from '../../platform/security/attempts.js';
import { SharedAttempts } from '../../platform/security/shared-attempts.js';
import { AccountDeletion } from './account-deletion.js';
import { AccountDirectoryModule } from './account-directory.module.js';
import { AuthController } from './auth.controller.js';
import { AuthService } from './auth.service.js';
import { FirstAdmin } from './first-admin.js';
import { LoginThrottle } from './login-throttle.js';
import { OwnedData } from './owned-data.js';
import { PasswordHasher } from './password-hasher.js';
import { SessionDocument, sessionSchema } from './session.schema.js';
import { SessionsRepository } from './sessions.repository.js';
import { SuperAdmins } from './super-admins.js';
import { UserDocument, userSchema } from './user.schema.js';
import { UsersController } from './users.controller.js';
import { UsersRepository } from './users.repository.js';
import { UsersService } from './users.service.js';
import { userWatch } from './users.watch.js';

@Module({
  imports: [
    AccountDirectoryModule,
    MongooseModule.forFeature([
      { name: UserDocument.name, schema: userSchema },
      { name: SessionDocument.name, schema: sessionSchema },
    ]),
  ],
  controllers: [AuthController, UsersController],
  providers: [
    AccountDeletion,
    AuthService,
    FirstAdmin,
    OwnedData,
    PasswordHasher,
    SessionsRepository,
    SuperAdmins,
    UsersRepository,
    UsersService,
    { provide: LoginThrottle, inject: [CONFIG, REDIS], useFactory: loginThrottle },
  ],
  exports: [OwnedData, PasswordHasher, UsersRepository],
})
export class UsersModule implements OnModuleInit {
  constructor(private readonly unannounced: UnannouncedWrites) {}

  onModuleInit(): void {
    this.unannounced.register(userWatch);
  }
}

function loginThrottle({ auth, cache }: Config, redis: RedisClient | null): LoginThrottle {
  const perMinute = auth.loginAttemptsPerMinute;
  const local = new LocalAttempts(perMinute, systemClock);
  return new LoginThrottle(
    redis === null
      ? local
      : new SharedAttempts(redis, local, systemClock, { perMinute, prefix: cache.prefix }),
  );
}
