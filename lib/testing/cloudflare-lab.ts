import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Cloudflare from 'cloudflare'
import { openLab } from '@/lab/lab'
import { declaredSettings, testActionContext } from './action-context'
import { labPort } from './lab'

const API = { host: '127.10.0.11', port: labPort(80) }
export const cloudflareApiAddress = API

/** The lab's zone as somebody else would change it, past the actions. */
export function cloudflareOfLab(): {
  api: Cloudflare
  zone: { zone_id: string }
  account: { account_id: string }
} {
  const settings = declaredSettings('cloudflare')
  const apiToken = readFileSync(join(openLab().folder, 'secrets', 'cloudflare-token'), 'utf8').trim()
  const baseURL = `http://${API.host}:${API.port}/client/v4`
  return {
    api: new Cloudflare({ apiToken, baseURL, maxRetries: 0, timeout: 5_000 }),
    zone: { zone_id: String(settings.zoneId) },
    account: { account_id: String(settings.accountId) },
  }
}

/** A context whose connector `cloudflare` is the declared one with some settings changed. */
export function cloudflareContext(
  change: Readonly<Record<string, unknown>> = {},
  options: Parameters<typeof testActionContext>[0] = {},
) {
  const connectors = { cloudflare: { ...declaredSettings('cloudflare'), ...change } }
  return testActionContext({ ...options, connectors })
}

/** Settings that lead the connector through a proxy on loopback. */
export function throughPort(port: number, timeoutMs = 1_000) {
  return { api: { scheme: 'http', host: '127.0.0.1', port }, timeoutMs }
}
