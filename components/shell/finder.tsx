'use client'

import { useRouter } from 'next/navigation'
import { type KeyboardEvent, useCallback, useEffect, useId, useState } from 'react'
import type { EstateNode } from '@/lib/client/live/estate'
import { useNodeState, useStructure } from '@/lib/client/live/live-context'
import { HealthMark } from '../health/health-mark'
import { mapHref } from '../topology/map-href'
import { searchNodes } from '../topology/match-node'
import { NodeIcon } from '../topology/node-icon'
import { kindWords } from '../topology/node-kind'
import { nodeLook } from '../topology/node-words'
import { Dialog } from '../ui/dialog'
import styles from './finder.module.css'

interface FinderProps {
  readonly isOpen: boolean
  onClose(): void
}

const most = 50

/** Any node by a few letters of its name, kind or address; Enter leads to it on the map. */
export function Finder({ isOpen, onClose }: FinderProps) {
  return (
    <Dialog title="Find a node" isOpen={isOpen} onClose={onClose}>
      <Search onClose={onClose} />
    </Dialog>
  )
}

function Search({ onClose }: { onClose(): void }) {
  const structure = useStructure()
  const router = useRouter()
  const listId = useId()
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const [isAsked, setAsked] = useState(false)
  const found = searchNodes(structure?.nodes ?? [], text).slice(0, most)
  const optionId = (index: number) => `${listId}-${index}`
  const go = useCallback(
    (slug: string | undefined) => {
      if (slug === undefined) return
      onClose()
      router.push(mapHref(structure, slug))
    },
    [onClose, router, structure],
  )
  // Asked for before the nodes were known: it goes there once they are.
  const asked = isAsked ? found[active]?.slug : undefined
  useEffect(() => go(asked), [asked, go])
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (event.key === 'Enter') {
      if (structure === null) setAsked(true)
      else go(found[active]?.slug)
    }
    if (step === 0) return
    event.preventDefault()
    const next = Math.max(0, Math.min(found.length - 1, active + step))
    setActive(next)
    document.getElementById(optionId(next))?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <div className={styles.finder}>
      <input
        className={styles.input}
        type="text"
        role="combobox"
        aria-label="Name, kind or address"
        aria-expanded
        aria-controls={listId}
        aria-autocomplete="list"
        {...(found.length > 0 ? { 'aria-activedescendant': optionId(active) } : {})}
        placeholder="Name, kind or address"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setAsked(false)
          setActive(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div id={listId} role="listbox" aria-label="Nodes" className={styles.list}>
        {found.map((node, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox takes the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the combobox keeps the focus
          <div
            key={node.slug}
            id={optionId(index)}
            role="option"
            aria-selected={index === active}
            className={styles.option}
            onClick={() => go(node.slug)}
            onPointerMove={() => setActive(index)}
          >
            <Option node={node} />
          </div>
        ))}
      </div>
      {found.length === 0 ? (
        <p className={styles.none} role="status">
          {structure === null ? 'The nodes are being loaded.' : 'No node matches.'}
        </p>
      ) : null}
    </div>
  )
}

function Option({ node }: { readonly node: EstateNode }) {
  const state = useNodeState(node.slug)
  const look = nodeLook(node, state)
  return (
    <>
      <NodeIcon kind={node.kind} />
      <span>
        {node.name}{' '}
        <small>{[node.role ?? kindWords[node.kind], node.address].filter(Boolean).join(' · ')}</small>
      </span>
      <HealthMark status={look.shown}>{look.word}</HealthMark>
    </>
  )
}
