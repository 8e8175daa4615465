import type { QueryClient } from '@tanstack/react-query'
import { listAudit } from '@/lib/core/api/audit'
import { getDns } from '@/lib/core/api/dns'
import type { Endpoint } from '@/lib/core/api/endpoint'
import type { EventWire } from '@/lib/core/api/events'
import { listFindingRules, listFindings, readFinding } from '@/lib/core/api/findings'
import { listImports } from '@/lib/core/api/imports'
import { getInventoryEndpoint, listRevisionsEndpoint } from '@/lib/core/api/inventory'
import { getLayout } from '@/lib/core/api/layouts'
import { listMaintenance } from '@/lib/core/api/maintenance'
import { getNode, getNodeHistory } from '@/lib/core/api/nodes'
import { getPorts, listPortScans, portHistory } from '@/lib/core/api/ports'
import { listRunbooks, readRunbook } from '@/lib/core/api/runbooks'
import { listRuns, readRun } from '@/lib/core/api/runs'
import { getTls } from '@/lib/core/api/tls'
import { getSinglePointsOfFailure } from '@/lib/core/api/topology'
import type { FactKind } from '@/lib/core/observed/fact'
import { apiKey } from './api-query'

type Body = EventWire['body']
interface Touched {
  readonly endpoint: Endpoint
  readonly params?: unknown
}

/** What an event makes out of date: it is read again when somebody looks at it. */
export function followEvent(client: QueryClient, { body }: EventWire): void {
  for (const { endpoint, params } of touchedBy(body)) {
    void client.invalidateQueries({ queryKey: apiKey(endpoint, params) })
  }
}

function touchedBy(body: Body): readonly Touched[] {
  switch (body.kind) {
    case 'health-changed':
    case 'probe-suspect':
      return ofNode(body.nodeSlug)
    case 'acknowledgement-changed':
      return [...ofNode(body.nodeSlug), { endpoint: listAudit }]
    case 'maintenance-changed':
      return [...ofNode(body.nodeSlug), { endpoint: listMaintenance }, { endpoint: listAudit }]
    case 'layout-changed':
      return [{ endpoint: getLayout, params: { view: body.view } }]
    case 'inventory-applied':
      return [
        { endpoint: getNode },
        { endpoint: getInventoryEndpoint },
        { endpoint: listRevisionsEndpoint },
        { endpoint: getSinglePointsOfFailure },
        { endpoint: getPorts },
        { endpoint: getDns },
        { endpoint: getTls },
        { endpoint: listAudit },
      ]
    case 'run-changed':
      return [
        { endpoint: readRun, params: { id: body.runId } },
        { endpoint: readRunbook, params: { id: body.runbookId } },
        { endpoint: listRuns },
        { endpoint: listRunbooks },
        { endpoint: listAudit },
      ]
    case 'runbooks-evaluated':
      return [{ endpoint: listRunbooks }, { endpoint: readRunbook }]
    case 'facts-changed':
      return [
        ...body.kinds.flatMap((kind) => viewsOf[kind].map((endpoint) => ({ endpoint }))),
        { endpoint: listImports },
      ]
    case 'findings-changed':
      return [{ endpoint: listFindings }, { endpoint: readFinding }, { endpoint: listFindingRules }]
    case 'evaluation-asked':
    case 'worker-changed':
      return []
  }
}

/** What is read anew when facts of a kind change. */
const viewsOf: { readonly [Kind in FactKind]: readonly Endpoint[] } = {
  port: [getPorts, portHistory, listPortScans],
  socket: [getPorts, portHistory, listPortScans],
  firewall: [getPorts],
  'dns-answer': [getDns],
  'tls-endpoint': [getTls],
  encryption: [getTls],
  'mta-sts': [getDns],
  edge: [getDns, getTls],
  backup: [],
}

function ofNode(slug: string): readonly Touched[] {
  return [
    { endpoint: getNode, params: { slug } },
    { endpoint: getNodeHistory, params: { slug } },
  ]
}
