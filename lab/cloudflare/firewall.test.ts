import { describe, expect, test } from 'vitest'
import type { RequestFields } from '@/lab/cloudflare/expression'
import { judgeRequest } from '@/lab/cloudflare/firewall'
import { initialState } from '@/lab/cloudflare/initial-state'
import { RateLimiter } from '@/lab/cloudflare/rate-limiter'
import { type EdgeState, edgeId, Ruleset } from '@/lab/cloudflare/state'

const ORIGIN = { name: 'nginx-1', address: '127.0.0.1', port: 443 }

function stateWith(securityLevel: string, rulesets: readonly Ruleset[] = []): EdgeState {
  const state = initialState({ 'region-1': ORIGIN, 'region-2': ORIGIN, backup: ORIGIN }, new Date(0))
  state.settings.security_level = { value: securityLevel, modified_on: null }
  return { ...state, rulesets: [...state.rulesets, ...rulesets] }
}

function customRule(action: string, expression: string, action_parameters: Record<string, unknown> = {}) {
  const rule = {
    id: '1',
    ref: 'custom',
    version: '1',
    action,
    expression,
    action_parameters,
    last_updated: '',
  }
  const phase = 'http_request_firewall_custom'
  const rules = [rule]
  return Ruleset.parse({
    id: edgeId(phase),
    name: '',
    kind: 'zone',
    phase,
    version: '1',
    rules,
    last_updated: '',
  })
}

function fieldsOf(path: string): RequestFields {
  return {
    'http.request.uri.path': path,
    'http.request.method': 'GET',
    'http.host': 'askproai.de',
    'ip.src': '127.0.0.1',
  }
}

function judge(state: EdgeState, path: string, hasClearance = false) {
  return judgeRequest(state, new RateLimiter(), { fields: fieldsOf(path), hasClearance, nowMs: 0 }).kind
}

describe('judgeRequest', () => {
  test('Under Attack challenges visitors without clearance, and only then', () => {
    expect(judge(stateWith('medium'), '/')).toBe('pass')
    expect(judge(stateWith('under_attack'), '/')).toBe('challenge')
    expect(judge(stateWith('under_attack'), '/', true)).toBe('pass')
  })

  test('webhooks and health checks are never challenged', () => {
    expect(judge(stateWith('under_attack'), '/api/webhook/stripe')).toBe('pass')
    expect(judge(stateWith('under_attack'), '/health')).toBe('pass')
  })

  test('a skip rule for the security level exempts its path', () => {
    const skip = customRule('skip', 'starts_with(http.request.uri.path, "/status")', {
      products: ['securityLevel'],
    })
    expect(judge(stateWith('under_attack', [skip]), '/status')).toBe('pass')
    expect(judge(stateWith('under_attack', [skip]), '/')).toBe('challenge')
  })

  test('a block rule blocks even a visitor with clearance', () => {
    expect(judge(stateWith('medium', [customRule('block', 'true')]), '/', true)).toBe('block')
  })

  test('the 101st webhook of a minute is limited, other paths are not', () => {
    const state = stateWith('medium')
    const limiter = new RateLimiter()
    const ask = (path: string) =>
      judgeRequest(state, limiter, { fields: fieldsOf(path), hasClearance: false, nowMs: 0 }).kind
    const kinds = Array.from({ length: 101 }, () => ask('/api/webhook'))
    expect(kinds.lastIndexOf('pass')).toBe(99)
    expect(kinds[100]).toBe('limit')
    expect(ask('/')).toBe('pass')
  })
})
