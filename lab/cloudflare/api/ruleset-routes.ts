import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { ApiFailure } from '@/lab/cloudflare/api/envelope'
import {
  parseBody,
  type Route,
  type RouteContext,
  replaceItem,
  requireItem,
} from '@/lab/cloudflare/api/route'
import { parseExpression } from '@/lab/cloudflare/expression'
import { edgeId, PHASES, type Ratelimit, Rule, type Ruleset } from '@/lab/cloudflare/state'

const RuleBody = Rule.omit({ version: true, last_updated: true }).partial({ id: true, ref: true })
const RulesetBody = z.object({
  name: z.string().default('default'),
  description: z.string().default(''),
  rules: z.array(RuleBody).default([]),
})
const NewRulesetBody = RulesetBody.extend({ kind: z.literal('zone'), phase: z.enum(PHASES) })
const RULESETS = '/zones/:zone/rulesets'

export const rulesetRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: RULESETS,
    handle: ({ state }) => ({ result: state.rulesets.map(({ rules: _rules, ...ruleset }) => ruleset) }),
  },
  {
    method: 'POST',
    path: RULESETS,
    handle: (context) => {
      const body = parseBody(NewRulesetBody, context.body)
      if (context.state.rulesets.some(({ phase }) => phase === body.phase)) {
        throw new ApiFailure(400, 20217, `exceeded maximum number of zone rulesets for phase ${body.phase}`)
      }
      return { result: replaceRules(context, newRuleset(body.phase, context.now), body) }
    },
  },
  {
    method: 'GET',
    path: `${RULESETS}/phases/:phase/entrypoint`,
    handle: (context) => ({ result: requireEntrypoint(context) }),
  },
  {
    method: 'PUT',
    path: `${RULESETS}/phases/:phase/entrypoint`,
    handle: (context) => {
      const phase = parseBody(z.enum(PHASES), context.params.phase)
      const found = context.state.rulesets.find((ruleset) => ruleset.phase === phase)
      const ruleset = found ?? newRuleset(phase, context.now)
      return { result: replaceRules(context, ruleset, parseBody(RulesetBody, context.body)) }
    },
  },
  {
    method: 'GET',
    path: `${RULESETS}/:ruleset`,
    handle: ({ state, params }) => ({ result: requireItem(state.rulesets, params.ruleset) }),
  },
  {
    method: 'POST',
    path: `${RULESETS}/:ruleset/rules`,
    handle: (context) => {
      const ruleset = requireItem(context.state.rulesets, context.params.ruleset)
      const rule = makeRule(ruleset, parseBody(RuleBody, context.body), context.now)
      return { result: save(context, { ...ruleset, rules: [...ruleset.rules, rule] }) }
    },
  },
  {
    method: 'PATCH',
    path: `${RULESETS}/:ruleset/rules/:rule`,
    handle: (context) => {
      const ruleset = requireItem(context.state.rulesets, context.params.ruleset)
      const before = requireItem(ruleset.rules, context.params.rule)
      const change = parseBody(RuleBody.partial(), context.body)
      const defined = Object.fromEntries(
        Object.entries(change).filter(([key]) => key in Object(context.body)),
      )
      const rule = makeRule(ruleset, parseBody(RuleBody, { ...before, ...defined }), context.now)
      const version = String(Number(before.version) + 1)
      replaceItem(ruleset.rules, { ...rule, version })
      return { result: save(context, ruleset) }
    },
  },
  {
    method: 'DELETE',
    path: `${RULESETS}/:ruleset/rules/:rule`,
    handle: (context) => {
      const ruleset = requireItem(context.state.rulesets, context.params.ruleset)
      const gone = requireItem(ruleset.rules, context.params.rule)
      return {
        result: save(context, { ...ruleset, rules: ruleset.rules.filter(({ id }) => id !== gone.id) }),
      }
    },
  },
]

function requireEntrypoint({ state, params }: RouteContext): Ruleset {
  const ruleset = state.rulesets.find(({ phase }) => phase === params.phase)
  if (!ruleset)
    throw new ApiFailure(404, 10003, `could not find entrypoint ruleset in the ${params.phase} phase`)
  return ruleset
}

function newRuleset(phase: Ruleset['phase'], now: string): Ruleset {
  const id = edgeId(`ruleset ${phase}`)
  return {
    id,
    name: 'default',
    description: '',
    kind: 'zone',
    phase,
    version: '0',
    rules: [],
    last_updated: now,
  }
}

function replaceRules(context: RouteContext, ruleset: Ruleset, body: z.infer<typeof RulesetBody>): Ruleset {
  const rules = body.rules.map((rule) => makeRule(ruleset, rule, context.now))
  return save(context, { ...ruleset, name: body.name, description: body.description, rules })
}

function save({ state, now }: RouteContext, ruleset: Ruleset): Ruleset {
  const saved = { ...ruleset, version: String(Number(ruleset.version) + 1), last_updated: now }
  if (state.rulesets.some(({ id }) => id === saved.id)) return replaceItem(state.rulesets, saved)
  state.rulesets.push(saved)
  return saved
}

function makeRule(ruleset: Ruleset, body: z.infer<typeof RuleBody>, now: string): Rule {
  const id = body.id ?? randomUUID().replaceAll('-', '')
  requireReadable(body.expression)
  if (ruleset.phase === 'http_ratelimit') requireRatelimit(body.ratelimit)
  return { ...body, id, ref: body.ref ?? id, version: '1', last_updated: now }
}

function requireReadable(expression: string): void {
  try {
    parseExpression(expression)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ApiFailure(400, 20127, `filter parsing error: ${reason}`)
  }
}

function requireRatelimit(ratelimit: z.infer<typeof Ratelimit> | undefined): void {
  if (!ratelimit) throw new ApiFailure(400, 20118, 'a rate limiting rule needs ratelimit')
  if (!ratelimit.characteristics.includes('cf.colo.id')) {
    throw new ApiFailure(400, 20155, 'cf.colo.id is a required characteristic')
  }
}
