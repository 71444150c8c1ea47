import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import helmet, { type HelmetOptions } from 'helmet';
import type { Config } from '../config/index.js';

/** Helmet's headers and CORS. What forces a browser to TLS is sent only where a proxy speaks TLS for this process. */
export function protectBrowsers(app: NestFastifyApplication, config: Config): void {
  const { corsOrigins, trustProxy } = config.http;
  const headers = headersOf({
    strictTransportSecurity: trustProxy,
    frameguard: { action: 'deny' },
    contentSecurityPolicy: {
      directives: {
        frameAncestors: ["'none'"],
        ...(trustProxy ? {} : { upgradeInsecureRequests: null }),
      },
    },
  });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (_, reply, done) => {
      void reply.headers(headers);
      done();
    });
  if (corsOrigins.length === 0) return;
  app.enableCors({
    origin: [...corsOrigins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: [
      'Authorization',
      'Content-Type',
      'If-Match',
      'If-None-Match',
      'Cache-Control',
      'X-Request-Id',
    ],
    exposedHeaders: ['ETag', 'Location', 'Cache-Status', 'Age', 'Retry-After', 'X-Request-Id'],
    maxAge: 600,
  });
}

/**
 * What helmet sets, asked once: none of it depends on the request, and helmet works it out anew for each, which took a
 * third of a cache hit.
 */
function headersOf(options: HelmetOptions): Readonly<Record<string, string>> {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  helmet(options)(response.req, response, (error?: unknown) => {
    if (error !== undefined) throw error;
  });
  return Object.fromEntries(
    Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]),
  );
}
