import { gunzipSync } from 'node:zlib'
import type { ImportKindWire, ImportWire } from '@/lib/core/api/imports'
import { importers } from '@/lib/server/importers/registry'
import { getImportContent, listImportRecords } from '@/lib/server/repositories/import.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { toImportWire } from './import-wire'

/** What can be imported. */
export function listImportKinds(context: ServiceContext): ImportKindWire[] {
  requireRole(context, 'auditor')
  return importers.map((importer) => {
    const { kind, title, madeBy, takesOver, effect } = importer
    const asked =
      importer.effect === 'facts'
        ? { vantages: [...importer.vantages], needsNode: importer.needsNode }
        : { vantages: [], needsNode: false }
    return { kind, title, madeBy, takesOver, effect, ...asked }
  })
}

/** What was imported, newest first. */
export async function listImports(context: ServiceContext, limit: number): Promise<ImportWire[]> {
  requireRole(context, 'auditor')
  return (await listImportRecords(context.database, limit)).map(toImportWire)
}

/** An imported file as it came, byte for byte. */
export async function getImportedFile(context: ServiceContext, id: string) {
  requireRole(context, 'auditor')
  const { file, content } = await getImportContent(context.database, id)
  return { file, bytes: gunzipSync(content) }
}
