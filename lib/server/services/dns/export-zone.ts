import { declaredZoneFile } from '@/lib/core/dns/declared-zone-file'
import { AppError } from '@/lib/core/errors/app-error'
import { listFacts } from '@/lib/server/repositories/fact.repository'
import { currentInventory } from '@/lib/server/services/inventory/current-inventory'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'

/** The declared zone as a file for servers and other tools. Throws `not-found` for a zone that nobody declared. */
export async function exportZone(context: ServiceContext, zone: string): Promise<string> {
  requireRole(context, 'auditor')
  const {
    inventory: { dns },
  } = await currentInventory(context.database)
  if (dns === undefined || dns.zone.toLowerCase() !== zone.toLowerCase()) {
    throw new AppError('not-found', 'No zone of that name is declared.')
  }
  const facts = await listFacts(context.database, ['dns-answer'])
  return declaredZoneFile(dns, facts, context.clock.nowMs())
}
