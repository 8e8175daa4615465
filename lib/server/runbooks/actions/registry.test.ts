import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { CLOUDFLARE_LOOKS_EVERY_MS } from '@/lib/server/connectors/cloudflare/client'
import { actionKinds } from './registry'

const kindsOfFiles = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.action.ts'))
  .map((name) => name.slice(0, -'.action.ts'.length))

it('knows every action file by its name, and nothing else', () => {
  expect(actionKinds.map(({ kind }) => kind).toSorted()).toEqual(kindsOfFiles.toSorted())
})

it('a step that waits for people does not spend the requests that Cloudflare allows by being looked at', () => {
  const asking = actionKinds.filter(({ kind }) => kind.startsWith('cloudflare-'))
  expect(asking.map(({ looksEveryMs }) => looksEveryMs)).toEqual(asking.map(() => CLOUDFLARE_LOOKS_EVERY_MS))
  expect(asking.length).toBeGreaterThan(0)
})
