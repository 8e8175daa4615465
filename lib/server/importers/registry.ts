import type { Importer } from './importer'
import { nmapXmlImporter } from './nmap-xml.importer'
import { ssImporter } from './ss.importer'
import { ufwImporter } from './ufw.importer'

/** Every kind of file that can be imported, in the order in which people see them. */
export const importers: readonly Importer[] = [nmapXmlImporter, ssImporter, ufwImporter]

const byKind: ReadonlyMap<string, Importer> = new Map(importers.map((importer) => [importer.kind, importer]))

export function findImporter(kind: string): Importer | undefined {
  return byKind.get(kind)
}
