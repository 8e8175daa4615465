'use client'

import { useEffect, useId, useState } from 'react'
import { Skeleton } from '../ui/state-message'
import styles from './sequence-diagram.module.css'

interface SequenceDiagramProps {
  /** In the language of Mermaid. */
  readonly source: string
}

type Drawing = { readonly svg: string } | { readonly problem: string } | null

/**
 * A picture for the eye alone: whoever uses it gives the same as text beside it. Its colours are those of the
 * page, by its own style sheet; the one that Mermaid brings is left out, as the page's policy asks.
 */
export function SequenceDiagram({ source }: SequenceDiagramProps) {
  const id = useId().replaceAll(/[^a-z0-9]/gi, '')
  const [drawing, setDrawing] = useState<Drawing>(null)
  useEffect(() => {
    let isWanted = true
    draw(`diagram${id}`, source).then(
      (svg) => isWanted && setDrawing({ svg }),
      (error: unknown) => isWanted && setDrawing({ problem: String(error) }),
    )
    return () => {
      isWanted = false
    }
  }, [id, source])
  if (drawing === null) {
    return (
      <div className={styles.diagram}>
        <Skeleton label="the picture" rows={5} />
      </div>
    )
  }
  if ('problem' in drawing) {
    return <p role="alert">The picture could not be drawn: {drawing.problem} The table tells the same.</p>
  }
  return (
    // biome-ignore lint/security/noDangerouslySetInnerHtml: Mermaid's own drawing, made in its strict mode
    <div className={styles.diagram} aria-hidden dangerouslySetInnerHTML={{ __html: drawing.svg }} />
  )
}

let lastDrawing: Promise<unknown> = Promise.resolve()

/** One at a time: a drawing changes how the document makes style elements while it lasts. */
function draw(id: string, source: string): Promise<string> {
  const drawing = lastDrawing.then(() => drawAlone(id, source))
  lastDrawing = drawing.catch(() => undefined)
  return drawing
}

async function drawAlone(id: string, source: string): Promise<string> {
  const { default: mermaid } = await import('mermaid')
  mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', theme: 'base', fontFamily: 'inherit' })
  const { svg } = await withInertStyles(() => mermaid.render(id, source))
  return svg.replaceAll(/<template[^>]*>[\s\S]*?<\/template>/g, '')
}

/** Mermaid's own style sheet would break the page's policy. In a template it is nothing that the browser reads. */
async function withInertStyles<T>(work: () => Promise<T>): Promise<T> {
  const create = document.createElement.bind(document)
  document.createElement = (name: string, options?: ElementCreationOptions) =>
    create(name === 'style' ? 'template' : name, options)
  try {
    return await work()
  } finally {
    Reflect.deleteProperty(document, 'createElement')
  }
}
