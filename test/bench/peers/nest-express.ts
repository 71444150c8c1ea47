import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { CacheInterceptor, CacheModule } from '@nestjs/cache-manager';
import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Injectable,
  Module,
  Param,
  UnauthorizedException,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { JwtModule, JwtService } from '@nestjs/jwt';

/*
 * The same resource as most Nest services serve it: Express, the guard of Nest's authentication guide and the stock
 * CacheInterceptor with its default store in memory. PAYLOAD names the file with the JSON that its "database" holds.
 */
const LIFETIME_MS = 300_000;
const SECRET = process.env['JWT_SECRET'] ?? '';
const payload: unknown = JSON.parse(readFileSync(process.env['PAYLOAD'] ?? '', 'utf8'));

interface GuardedRequest {
  readonly headers: { readonly authorization?: string };
  user?: unknown;
}

@Injectable()
class AuthGuard implements CanActivate {
  constructor(private readonly jwt: JwtService) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    const [scheme, token] = request.headers.authorization?.split(' ') ?? [];
    if (scheme !== 'Bearer' || token === undefined) throw new UnauthorizedException();
    try {
      request.user = await this.jwt.verifyAsync(token);
    } catch {
      throw new UnauthorizedException();
    }
    return true;
  }
}

@Injectable()
class AssessmentsService {
  /** What a database would give, without the time it takes. */
  findOne(_id: string): Promise<unknown> {
    return Promise.resolve(payload);
  }
}

@Controller('api/v2/assessments')
@UseGuards(AuthGuard)
@UseInterceptors(CacheInterceptor)
class AssessmentsController {
  constructor(private readonly assessments: AssessmentsService) {}

  @Get(':id')
  findOne(@Param('id') id: string): Promise<unknown> {
    return this.assessments.findOne(id);
  }
}

@Module({
  imports: [
    CacheModule.register({ ttl: LIFETIME_MS }),
    JwtModule.register({ secret: SECRET, verifyOptions: { algorithms: ['HS256'] } }),
  ],
  controllers: [AssessmentsController],
  providers: [AssessmentsService],
})
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
await app.listen(Number(process.env['PORT']), '127.0.0.1');
