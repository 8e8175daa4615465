import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { ApiFailure, pageOf } from '@/lab/cloudflare/api/envelope'
import { parseBody, type Route, replaceItem, requireItem } from '@/lab/cloudflare/api/route'
import { DnsRecord } from '@/lab/cloudflare/state'

const RECORDS = '/zones/:zone/dns_records'

const RecordBody = z.object({
  name: z.string().min(1),
  type: z.enum(['A', 'AAAA', 'CNAME', 'MX', 'TXT', 'CAA']),
  content: z.string().min(1),
  ttl: z.int().min(1).default(1),
  proxied: z.boolean().default(false),
  priority: z.int().optional(),
  comment: z.string().nullable().optional(),
})

export const dnsRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: RECORDS,
    handle: ({ state, query }) => {
      const type = query.get('type')
      const name = query.get('name.exact') ?? query.get('name')
      const records = state.dnsRecords.filter(
        (record) => (!type || record.type === type) && (!name || record.name === name),
      )
      return pageOf(records, query)
    },
  },
  {
    method: 'GET',
    path: `${RECORDS}/:record`,
    handle: ({ state, params }) => ({ result: requireItem(state.dnsRecords, params.record) }),
  },
  {
    method: 'POST',
    path: RECORDS,
    handle: ({ state, body, now }) => {
      const id = randomUUID().replaceAll('-', '')
      const record = makeRecord(parseBody(RecordBody, body), { id, created_on: now, modified_on: now })
      const isTwin = state.dnsRecords.some(
        ({ name, type, content }) =>
          name === record.name && type === record.type && content === record.content,
      )
      if (isTwin) throw new ApiFailure(400, 81058, 'An identical record already exists.')
      state.dnsRecords.push(record)
      return { result: record }
    },
  },
  ...(['PUT', 'PATCH'] as const).map(
    (method): Route => ({
      method,
      path: `${RECORDS}/:record`,
      handle: ({ state, params, body, now }) => {
        const before = requireItem(state.dnsRecords, params.record)
        const wanted = method === 'PATCH' ? { ...before, ...Object(body) } : body
        const { id, created_on } = before
        const after = makeRecord(parseBody(RecordBody, wanted), { id, created_on, modified_on: now })
        return { result: replaceItem(state.dnsRecords, after) }
      },
    }),
  ),
  {
    method: 'DELETE',
    path: `${RECORDS}/:record`,
    handle: ({ state, params }) => {
      const record = requireItem(state.dnsRecords, params.record)
      state.dnsRecords.splice(state.dnsRecords.indexOf(record), 1)
      return { result: { id: record.id } }
    },
  },
]

function makeRecord(
  body: z.infer<typeof RecordBody>,
  stamps: { readonly id: string; readonly created_on: string; readonly modified_on: string },
): DnsRecord {
  const proxiable = ['A', 'AAAA', 'CNAME'].includes(body.type)
  if (body.proxied && !proxiable) throw new ApiFailure(400, 9004, 'This record type cannot be proxied.')
  return DnsRecord.parse({ ...body, ...stamps, proxiable, ttl: body.proxied ? 1 : body.ttl })
}
