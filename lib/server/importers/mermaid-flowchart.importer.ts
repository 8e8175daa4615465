import { AppError } from '@/lib/core/errors/app-error'
import { flowchartToInventory } from '@/lib/core/imports/flowchart-to-inventory'
import { wholeEffect } from '@/lib/core/imports/import-reading'
import type { Inventory } from '@/lib/core/inventory/inventory'
import { defineImporter } from './importer'
import { LineNotes, LONGEST_LINE, numberedLines, tooLong } from './line-notes'
import { FlowchartReader } from './mermaid/flowchart-reader'

const HEADER = /^\s*(?:graph|flowchart)(?:-elk)?\s+(?:TB|TD|BT|LR|RL)\b/

export const mermaidFlowchartImporter = defineImporter({
  kind: 'mermaid-flowchart',
  title: 'Flowchart (Mermaid)',
  madeBy: 'the text of a Mermaid diagram that begins with graph or flowchart',
  takesOver: 'Nodes and links that the inventory does not have yet; what it has stays as it is.',
  effect: 'inventory',
  recognises: (head) => head.split('\n', 20).some((line) => HEADER.test(line)),
  read(text, { file }) {
    const notes = new LineNotes(file)
    const reader = new FlowchartReader(notes)
    for (const [line, content] of numberedLines(text)) {
      if (content.length > LONGEST_LINE) notes.refuse(line, content, tooLong)
      else reader.take(line, content)
    }
    if (!reader.hasHeader) {
      throw new AppError(
        'bad-input',
        `${file} is no flowchart: none of its lines begins with graph or flowchart.`,
      )
    }
    const chart = reader.finish()
    if (chart.nodes.length === 0) return { ...notes, effect: null }
    const change = (current: Inventory | null) => flowchartToInventory(current, chart, file)
    return { ...notes, effect: wholeEffect({ type: 'inventory', change }, notes) }
  },
})
