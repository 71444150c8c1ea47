import { Controller, Get, Header, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ifNoneMatchHits } from '../../cache/http/etag.js';
import { NotCached } from '../../cache/index.js';
import { DomainError } from '../../kernel/errors.js';
import { Public } from '../../platform/security/access.decorators.js';
import { INDEX, type PageFile, readPageFiles } from './page-files.js';

/**
 * Nothing but the page's own files and its own API: no inline script or style, no foreign host, no frame, and no text may
 * become markup or script (trusted types).
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** The console's page: files for everybody, which know nothing; what they show comes from the API, for administrators. */
@ApiExcludeController()
@Public()
@Controller('console')
export class ConsolePageController {
  private readonly files = readPageFiles();

  @Get()
  @NotCached('a file from memory')
  @Header('content-security-policy', POLICY)
  index(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Buffer | undefined {
    return this.send(INDEX, request, reply);
  }

  @Get(':file')
  @NotCached('a file from memory')
  @Header('content-security-policy', POLICY)
  file(
    @Param('file') name: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Buffer | undefined {
    return this.send(name, request, reply);
  }

  private send(name: string, request: FastifyRequest, reply: FastifyReply): Buffer | undefined {
    const file = this.fileNamed(name);
    void reply.headers({ etag: file.etag, 'cache-control': 'no-cache' });
    if (ifNoneMatchHits(request.headers['if-none-match'], file.etag)) {
      void reply.status(304);
      return undefined;
    }
    void reply.header('content-type', file.type);
    return file.bytes;
  }

  private fileNamed(name: string): PageFile {
    const file = this.files.get(name);
    if (file === undefined) throw new DomainError('not_found', 'not_found', 'There is nothing at this path.');
    return file;
  }
}
