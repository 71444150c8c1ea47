import type { HttpServer, INestApplication, Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { ACCESS_RULE, type AccessRule } from '../security/access.decorators.js';
import { problemSchema } from './schemas.js';

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'] as const;
const PROBLEM = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

/**
 * The OpenAPI 3.1 document of the running application, made from the zod schemas of its routes. Every operation
 * says how it fails (problem details) and, unless it is public, that it needs a bearer token.
 */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const base = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('InfraMind')
    .setDescription(
      'Assessments of infrastructure needs, recommendations and dashboards, with cached reads. ' +
        'Errors are problem details (RFC 9457).',
    )
    .setVersion('2')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'bearer')
    .build();
  const document = SwaggerModule.createDocument(app, base, { operationIdFactory: operationIdOf });
  const { $schema: _, ...problemComponent } = z.toJSONSchema(problemSchema, { io: 'input' });
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: problemComponent as SchemaComponent }, // the same JSON Schema
  };
  const publicIds = publicOperations(app);
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation = path[method];
      if (operation !== undefined) complete(operation, publicIds.has(operation.operationId ?? ''));
    }
  }
  return document;
}

type SchemaComponent = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];
type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

function complete(operation: Operation, isPublic: boolean): void {
  operation.security = isPublic ? [] : [{ bearer: [] }];
  for (const [status, response] of Object.entries(operation.responses)) {
    const isProblem = /^[45]/.test(status);
    if (isProblem && response !== undefined && 'description' in response) response.content = PROBLEM;
  }
  operation.responses['default'] = { description: 'Any other problem', content: PROBLEM };
}

/**
 * `GET /docs` (for people, also for those who open the bare address) and `GET /openapi.json`; the document is made at the
 * first request for it.
 */
export function serveOpenApi(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'InfraMind API',
  });
  const server: HttpServer<unknown, FastifyReply> = app.getHttpAdapter();
  server.get('/', (_: unknown, reply: FastifyReply) => reply.redirect('/docs'));
}

function operationIdOf(controller: string, method: string): string {
  return `${controller}_${method}`;
}

function publicOperations(app: INestApplication): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const module of app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      if (typeof metatype !== 'function') continue;
      for (const name of publicMethods(metatype as Type)) ids.add(operationIdOf(metatype.name, name)); // a class
    }
  }
  return ids;
}

function publicMethods(controller: Type): readonly string[] {
  const prototype: Record<string, unknown> = controller.prototype;
  return Object.getOwnPropertyNames(prototype).filter((name) => {
    const handler = prototype[name];
    if (name === 'constructor' || typeof handler !== 'function') return false;
    const rule: AccessRule | undefined =
      Reflect.getMetadata(ACCESS_RULE, handler) ?? Reflect.getMetadata(ACCESS_RULE, controller);
    return rule?.kind === 'public';
  });
}
