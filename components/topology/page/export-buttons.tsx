'use client'

import { Download } from 'lucide-react'
import { useState } from 'react'
import type { Structure } from '@/lib/client/live/estate'
import { useFreshness, useLive } from '@/lib/client/live/live-context'
import type { InventoryView } from '@/lib/core/inventory/view'
import { useAllFindings } from '../../findings/use-findings-about'
import { Button } from '../../ui/button'
import { mapSvg } from '../export/map-svg'
import { savePicture } from '../export/save-picture'
import type { ViewGraph } from '../graph/view-graph'
import type { Positions } from '../layout/positions'
import styles from './export-buttons.module.css'

interface ExportButtonsProps {
  readonly view: InventoryView
  readonly graph: ViewGraph
  readonly positions: Positions
  readonly structure: Structure
}

/** The map as a file, as it is now: SVG to go on with, PNG to show. What is stale says since when. */
export function ExportButtons({ view, graph, positions, structure }: ExportButtonsProps) {
  const { estate, connection } = useLive()
  const findings = useAllFindings() ?? []
  const isLive = useFreshness() === 'live'
  const [problem, setProblem] = useState<string | null>(null)
  const save = async (format: 'svg' | 'png') => {
    const { observed } = estate
    const atMs = (isLive ? connection.serverNowMs() : null) ?? observed.generatedAtMs
    const title = `${structure.estate.name}: ${view.name}`
    setProblem(null)
    try {
      const svg = mapSvg({ title, atMs, graph, positions, structure, observed, findings })
      await savePicture(svg, `${structure.estate.name}-${view.slug}`, format)
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'The picture could not be made.')
    }
  }
  return (
    <fieldset className={styles.exports}>
      <legend className="visually-hidden">Export this map</legend>
      <Download size={13} aria-hidden />
      <Button tone="plain" aria-label="Export as SVG" onClick={() => void save('svg')}>
        SVG
      </Button>
      <Button tone="plain" aria-label="Export as PNG" onClick={() => void save('png')}>
        PNG
      </Button>
      {problem ? <span role="alert">{problem}</span> : null}
    </fieldset>
  )
}
