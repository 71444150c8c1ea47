import helmet from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '../config/index.js';

/** Helmet's headers and CORS. What forces a browser to TLS is sent only where a proxy speaks TLS for this process. */
export async function protectBrowsers(app: NestFastifyApplication, config: Config): Promise<void> {
  const { corsOrigins, trustProxy } = config.http;
  await app.register(helmet, {
    strictTransportSecurity: trustProxy,
    frameguard: { action: 'deny' },
    contentSecurityPolicy: {
      directives: {
        frameAncestors: ["'none'"],
        ...(trustProxy ? {} : { upgradeInsecureRequests: null }),
      },
    },
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
