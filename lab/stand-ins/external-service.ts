import { json, type Responder } from '@/lab/stand-ins/responder'

const COMPONENTS: Readonly<Record<string, readonly string[]>> = {
  'retell-ai': ['API', 'Web calls', 'Phone calls'],
  'cal-com': ['API', 'Booking pages', 'Webhooks'],
  stripe: ['API', 'Dashboard', 'Webhooks'],
}

/** A service that others run: whether it is up, and what its status page (Atlassian Statuspage) says. */
export function externalService(node: string): Responder {
  return ({ method, path }) => {
    if (method !== 'GET') return undefined
    if (path === '/health') return json({ status: 'ok', service: node })
    if (path === '/api/v2/summary.json') return json(summaryOf(node, new Date()))
    if (path === '/api/v2/status.json') {
      const { page, status } = summaryOf(node, new Date())
      return json({ page, status })
    }
    return undefined
  }
}

function summaryOf(node: string, now: Date) {
  const updated_at = now.toISOString()
  return {
    page: { id: node, name: node, url: `https://status.${node}.example`, time_zone: 'Etc/UTC', updated_at },
    status: { indicator: 'none', description: 'All Systems Operational' },
    components: (COMPONENTS[node] ?? ['API']).map((name, index) => ({
      id: `${node}-${index + 1}`,
      name,
      status: 'operational',
      position: index + 1,
      created_at: '2026-01-01T00:00:00.000Z',
      updated_at,
      group: false,
      group_id: null,
      page_id: node,
      only_show_if_degraded: false,
    })),
    incidents: [],
    scheduled_maintenances: [],
  }
}
