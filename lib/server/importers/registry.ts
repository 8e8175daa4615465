import { bindZoneImporter } from './bind-zone.importer'
import type { Importer } from './importer'
import { inventoryYamlImporter } from './inventory-yaml.importer'
import { mermaidFlowchartImporter } from './mermaid-flowchart.importer'
import { nmapXmlImporter } from './nmap-xml.importer'
import { ssImporter } from './ss.importer'
import { ufwImporter } from './ufw.importer'

/** Every kind of file that can be imported, in the order in which people see them and files are recognised. */
export const importers: readonly Importer[] = [
  nmapXmlImporter,
  ssImporter,
  ufwImporter,
  bindZoneImporter,
  mermaidFlowchartImporter,
  inventoryYamlImporter,
]

const byKind: ReadonlyMap<string, Importer> = new Map(importers.map((importer) => [importer.kind, importer]))

export function findImporter(kind: string): Importer | undefined {
  return byKind.get(kind)
}
