import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { ApiFailure, pageOf } from '@/lab/cloudflare/api/envelope'
import { parseBody, type Route, requireItem } from '@/lab/cloudflare/api/route'
import { type EdgeState, edgeId, PageRule } from '@/lab/cloudflare/state'

const ALLOWED_VALUES: Readonly<Record<string, readonly string[]>> = {
  security_level: ['off', 'essentially_off', 'low', 'medium', 'high', 'under_attack'],
  always_use_https: ['on', 'off'],
  ssl: ['off', 'flexible', 'full', 'strict'],
  min_tls_version: ['1.0', '1.1', '1.2', '1.3'],
}

export const zoneRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/user/tokens/verify',
    handle: () => ({ result: { id: edgeId('token of the lab'), status: 'active' } }),
  },
  {
    method: 'GET',
    path: '/accounts',
    handle: ({ state, query }) => pageOf([state.account], query),
  },
  {
    method: 'GET',
    path: '/zones',
    handle: ({ state, query, canWrite }) => {
      const name = query.get('name')
      return pageOf(name && name !== state.zone.name ? [] : [describeZone(state, canWrite)], query)
    },
  },
  {
    method: 'GET',
    path: '/zones/:zone',
    handle: ({ state, canWrite }) => ({ result: describeZone(state, canWrite) }),
  },
  {
    method: 'GET',
    path: '/zones/:zone/pagerules',
    handle: ({ state, query }) => {
      const status = query.get('status')
      return { result: state.pageRules.filter((rule) => !status || rule.status === status) }
    },
  },
  {
    method: 'POST',
    path: '/zones/:zone/pagerules',
    handle: ({ state, body }) => {
      const rule = parseBody(PageRule.omit({ id: true }), body)
      const made = { ...rule, id: randomUUID().replaceAll('-', '') }
      state.pageRules.push(made)
      return { result: made }
    },
  },
  {
    method: 'DELETE',
    path: '/zones/:zone/pagerules/:rule',
    handle: ({ state, params }) => {
      const rule = requireItem(state.pageRules, params.rule)
      state.pageRules.splice(state.pageRules.indexOf(rule), 1)
      return { result: { id: rule.id } }
    },
  },
  {
    method: 'GET',
    path: '/zones/:zone/settings',
    handle: ({ state }) => ({ result: Object.keys(state.settings).map((id) => describeSetting(state, id)) }),
  },
  {
    method: 'GET',
    path: '/zones/:zone/settings/:setting',
    handle: ({ state, params }) => ({ result: describeSetting(state, params.setting) }),
  },
  {
    method: 'PATCH',
    path: '/zones/:zone/settings/:setting',
    handle: ({ state, params, body, now }) => {
      const { id } = describeSetting(state, params.setting)
      const { value } = parseBody(z.object({ value: z.string() }), body)
      if (!ALLOWED_VALUES[id]?.includes(value)) {
        throw new ApiFailure(400, 1007, `Invalid value for zone setting ${id}`)
      }
      state.settings[id] = { value, modified_on: now }
      return { result: describeSetting(state, id) }
    },
  },
]

function describeSetting(state: EdgeState, id: string | undefined) {
  const setting = id === undefined ? undefined : state.settings[id]
  if (id === undefined || !setting) throw new ApiFailure(400, 1003, `Undefined zone setting: ${id}`)
  return { id, ...setting, editable: true }
}

function describeZone({ zone, account }: EdgeState, canWrite: boolean) {
  const right = canWrite ? 'edit' : 'read'
  return {
    ...zone,
    account,
    status: 'active',
    paused: false,
    type: 'full',
    activated_on: zone.created_on,
    development_mode: 0,
    name_servers: ['ada.ns.cloudflare.com', 'bob.ns.cloudflare.com'],
    original_dnshost: null,
    original_name_servers: null,
    original_registrar: null,
    owner: { id: account.id, name: account.name, type: 'organization' },
    meta: {
      cdn_only: false,
      custom_certificate_quota: 0,
      dns_only: false,
      foundation_dns: false,
      page_rule_quota: 3,
      phishing_detected: false,
      step: 2,
    },
    plan: {
      id: edgeId('plan business'),
      name: 'Business Website',
      is_subscribed: true,
      legacy_id: 'business',
    },
    permissions: [
      '#zone:read',
      ...['zone_settings', 'dns_records', 'lb', 'waf'].map((thing) => `#${thing}:${right}`),
    ],
  }
}
