import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import { slugSchema } from '@/lib/core/inventory/slug'
import { type ActionContext, defineAction, type PreflightCheck } from '@/lib/core/runbooks/action-definition'
import { fillIn, type Values } from '@/lib/server/connectors/declared-values'
import { type Asked, type HttpAnswer, sendRequest } from '@/lib/server/connectors/http/send-request'
import {
  type DeclaredRequest,
  type HttpSettings,
  httpConnector,
} from '@/lib/server/connectors/http.connector'
import { checkDeclared, declaredDeedFields, findDeclared } from './declared-deed'
import { deedKey, onceOnly, wordsOfDone } from './once-only'

const settings = z.strictObject({
  connector: slugSchema.default('http'),
  request: slugSchema,
  ...declaredDeedFields,
})
export type HttpStep = z.infer<typeof settings>

interface Opened {
  readonly target: HttpSettings
  readonly found: DeclaredRequest
  readonly values: Values
}

/** Sends a request that an admin declared: server, method and path are the connector's. */
export const httpAction = defineAction<HttpStep>({
  kind: 'http',
  title: 'Declared HTTP request',
  settings,
  isDestructive: false,
  destroysWith: ({ destructive }) => destructive,

  async describe(asked, context) {
    const opened = await open(asked, context)
    const { target, found } = opened
    const { method, path, body } = requestOf(opened)
    const text = body === undefined ? '' : ` ${JSON.stringify(body)}`
    return {
      summary: `Sends to ${target.serverName ?? target.host}: ${found.title}`,
      commands: [`${method} ${target.scheme}://${target.host}:${target.port}${path}${text}`],
      facts: [
        { label: 'Expected status', value: found.expectStatus.join(', ') },
        { label: 'Read back by', value: found.verify ? `GET ${found.verify.path}` : 'nothing declared' },
      ],
    }
  },

  preflight: async (asked, context) => [await checkDeclared(() => open(asked, context))],

  async execute(asked, context) {
    const opened = await open(asked, context)
    const { found } = opened
    const { changed, words } = await onceOnly(context, {
      key: deedKey('http', asked),
      isRepeatable: found.isRepeatable,
      async work() {
        const answer = await sendRequest(opened.target, requestOf(opened), context)
        refuseRedirect(answer)
        if (found.expectStatus.includes(answer.status)) return wordsOf(answer)
        throw new AppError('unavailable', `${found.title}: it answered ${wordsOf(answer)}`)
      },
    })
    const summary = changed
      ? `${found.title}: it was sent`
      : `${found.title}: it was sent in this run already`
    return { changed, summary, evidence: [{ label: 'Answer', value: words }] }
  },

  async verify(asked, context) {
    const opened = await open(asked, context)
    const words = await wordsOfDone(context, deedKey('http', asked))
    const answered: PreflightCheck = {
      key: 'answered',
      title: 'it was answered as expected',
      outcome: words === undefined ? 'failed' : 'passed',
      reason: words === undefined ? 'no good answer has come' : 'with an expected status',
      evidence: words === undefined ? [] : [{ label: 'Answer', value: words }],
    }
    return [answered, await readBack(opened, context)]
  },
})

async function open(asked: HttpStep, context: ActionContext): Promise<Opened> {
  const target = await context.connector(asked.connector, httpConnector.settings)
  return { target, ...findDeclared(target.requests, { ...asked, name: asked.request }, context) }
}

function requestOf({ found, values }: Opened): Asked {
  return {
    method: found.method,
    path: pathOf(found.path, values),
    ...(found.body === undefined ? {} : { body: bodyOf(found.body, values) }),
  }
}

/** Dots would climb out of the declared path, and no encoding hides them. */
function pathOf(template: string, values: Values): string {
  return fillIn(template, values, (value) => {
    if (/^\.{0,2}$/.test(value)) throw new AppError('bad-input', 'a part of the path is empty or only dots')
    return encodeURIComponent(value)
  })
}

function bodyOf(template: unknown, values: Values): unknown {
  if (typeof template === 'string') return fillIn(template, values)
  if (Array.isArray(template)) return template.map((each) => bodyOf(each, values))
  if (template === null || typeof template !== 'object') return template
  return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, bodyOf(value, values)]))
}

function refuseRedirect({ status }: HttpAnswer): void {
  if (status < 300 || status > 399) return
  throw new AppError('unavailable', `it answered ${status}: a redirect, which is never followed`)
}

async function readBack(opened: Opened, context: ActionContext): Promise<PreflightCheck> {
  const base = { key: 'effect', title: 'its effect reads back', evidence: [] }
  const { verify } = opened.found
  if (!verify) {
    return { ...base, outcome: 'warning', reason: 'nothing is declared that could read the effect back' }
  }
  try {
    const asked = { method: 'GET', path: pathOf(verify.path, opened.values) }
    const answer = await sendRequest(opened.target, asked, context)
    refuseRedirect(answer)
    const text = verify.expectText === undefined ? '' : fillIn(verify.expectText, opened.values)
    const isGood = verify.expectStatus.includes(answer.status) && answer.body.includes(text)
    return {
      ...base,
      outcome: isGood ? 'passed' : 'failed',
      reason: isGood ? 'the server confirms it' : 'the server does not confirm it',
      evidence: [{ label: `GET ${asked.path}`, value: wordsOf(answer) }],
    }
  } catch (error) {
    const reason = error instanceof AppError ? error.message : 'it could not be looked at'
    return { ...base, outcome: 'unknown', reason }
  }
}

function wordsOf({ status, body }: HttpAnswer): string {
  return body === '' ? `${status}` : `${status}: ${body}`
}
