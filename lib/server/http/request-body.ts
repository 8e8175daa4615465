import type { Endpoint } from '@/lib/core/api/endpoint'
import { noBody } from '@/lib/core/api/endpoint'
import { AppError } from '@/lib/core/errors/app-error'
import { HttpProblem } from './problem-response'

export const MAX_BODY_BYTES = 1_048_576

/** The text of a request's body, read no further than the limit. Throws `too-large`. */
export async function readBodyText(request: Request, maxBytes: number): Promise<string> {
  if (request.body === null) return ''
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes)
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  for await (const chunk of request.body) {
    sizeBytes += chunk.byteLength
    if (sizeBytes > maxBytes) throw tooLarge(maxBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Forms cannot send application/json, so insisting on it keeps them out as well. */
export function parseBody(endpoint: Endpoint, contentType: string | null, text: string): unknown {
  if (endpoint.body === noBody) return undefined
  const [mediaType = ''] = (contentType ?? '').split(';')
  if (mediaType.trim().toLowerCase() !== 'application/json') {
    throw new HttpProblem('unsupported-media-type', 'Send the body as application/json.')
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('bad-input', 'The body is not valid JSON.', { cause })
  }
}

function tooLarge(maxBytes: number): AppError {
  return new AppError('too-large', `The body may have ${maxBytes.toLocaleString('en')} bytes at most.`)
}
