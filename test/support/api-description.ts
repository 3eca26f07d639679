import { readFileSync } from 'node:fs';
import { OpenAPIBackend, type Document } from 'openapi-backend';
import type { HttpRequest } from '../../src/providers/vonage/http.js';
import type { SeenRequest } from './scripted-server.js';

/** What a description says of one request. */
interface Judged {
  /** Null where the description knows no such request. */
  readonly operation: string | null;
  /** What is wrong with it, each with its place. */
  readonly problems: readonly string[];
}

export interface ApiDescription {
  judge(request: SeenRequest): Judged;
  /** What is wrong with an answer to an operation. */
  judgeAnswer(operation: string, status: number, body: unknown): readonly string[];
}

/** The description of one API of Vonage, as `fixtures/provider/vonage` has it. */
export async function apiDescription(name: string): Promise<ApiDescription> {
  const file = new URL(`../../fixtures/provider/vonage/${name}.json`, import.meta.url);
  const definition = JSON.parse(readFileSync(file, 'utf8')) as Document;
  const backend = new OpenAPIBackend({
    definition,
    // The description of the Messages API has a `$ref` with neighbours, which the strict check of the document refuses.
    quick: true,
    // The values of a form are texts; the description means numbers.
    ajvOpts: { strict: false, coerceTypes: true, allErrors: true },
    customizeAjv: (ajv) => {
      ajv.addFormat('uuid', /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i);
      // In words the description asks for an instant there.
      ajv.addFormat('date', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?(?:Z|[+-]\d\d:?\d\d)$/);
      for (const format of ['url', 'uri', 'vcard', 'vcal', 'binary']) ajv.addFormat(format, true);
      return ajv;
    },
  });
  await backend.init();
  return {
    judge({ method, path, headers, body }) {
      const parsed = backend.router.parseRequest({
        method,
        path,
        headers: { ...headers },
        body: bodyOf(headers, body),
      });
      const operation = backend.router.matchOperation(parsed);
      if (operation?.operationId === undefined) return { operation: null, problems: ['no such operation'] };
      const { errors } = backend.validator.validateRequest(parsed, operation);
      return { operation: operation.operationId, problems: wordsOf(errors) };
    },
    judgeAnswer: (operation, status, body) =>
      wordsOf(backend.validator.validateResponse(body, operation, status).errors),
  };
}

/** A request that the adapter has made, as the service would see it below `base`. */
export function seen({ method, url, headers, body = '' }: HttpRequest, base: string): SeenRequest {
  return { method, path: `${url.pathname.slice(new URL(base).pathname.length - 1)}${url.search}`, headers, body };
}

function bodyOf(headers: SeenRequest['headers'], body: string): unknown {
  if (body === '') return undefined;
  return headers['content-type'] === 'application/json'
    ? JSON.parse(body)
    : Object.fromEntries(new URLSearchParams(body));
}

function wordsOf(
  errors: readonly { readonly instancePath?: string; readonly message?: string }[] | null | undefined,
): string[] {
  return (errors ?? []).map(({ instancePath = '', message = '' }) => `${instancePath} ${message}`.trim());
}
