import type { ServerResponse } from 'node:http'
import { STATUS_CODES } from 'node:http'
import type { EdgeErrorCode } from '@/lab/cloudflare/origin-proxy'

const EDGE_ERRORS: Record<EdgeErrorCode, string> = {
  520: 'Web server is returning an unknown error',
  521: 'Web server is down',
  522: 'Connection timed out',
  523: 'Origin is unreachable',
  524: 'A timeout occurred',
  525: 'SSL handshake failed',
  526: 'Invalid SSL certificate',
}

export function answerEdgeError(response: ServerResponse, code: EdgeErrorCode): ServerResponse {
  return answerPage(response, code, `Error ${code}: ${EDGE_ERRORS[code]}`)
}

export function answerPage(
  response: ServerResponse,
  status: number,
  title: string,
  extra = '',
): ServerResponse {
  response.statusCode = status
  response.statusMessage = STATUS_CODES[status] ?? 'Edge Error'
  response.setHeader('content-type', 'text/html; charset=UTF-8')
  response.setHeader('cache-control', 'private, no-store')
  return response.end(
    `<!DOCTYPE html>\n<html lang="en"><title>${title}</title><h1>${title}</h1>${extra}</html>\n`,
  )
}

/** A browser passes it by running the script; a program that only fetches does not. */
export function answerChallenge(response: ServerResponse): ServerResponse {
  response.setHeader('cf-mitigated', 'challenge')
  const script = `fetch('/cdn-cgi/challenge-platform/pass', { method: 'POST' }).then(() => location.reload())`
  return answerPage(response, 403, 'Just a moment...', `<script>${script}</script>`)
}
