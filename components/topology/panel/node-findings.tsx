'use client'

import Link from 'next/link'
import { countFindings, findingsAbout } from '@/lib/core/findings/findings-about'
import { findingsHref } from '../../findings/findings-href'
import { SeverityMark } from '../../findings/severity-mark'
import { useAllFindings } from '../../findings/use-findings-about'
import styles from './panel.module.css'
import { PanelSection } from './panel-section'

/** More than these are read on the findings' own page. */
const most = 6

/** What is found about the node, the worst first; each leads to both sides of it. */
export function NodeFindings({ slug }: { readonly slug: string }) {
  const findings = findingsAbout(useAllFindings() ?? [], [`node:${slug}`])
  const pressing = countFindings(findings)?.count ?? 0
  if (findings.length === 0) return null
  return (
    <PanelSection title={titleOf(pressing, findings.length - pressing)}>
      <ul className={styles.findings}>
        {findings.slice(0, most).map((finding) => (
          <li key={finding.id}>
            <Link href={findingsHref(slug, finding.id)}>{finding.title}</Link>
            <SeverityMark severity={finding.severity} />
          </li>
        ))}
      </ul>
      {findings.length > most ? <Link href={findingsHref(slug)}>All {findings.length} findings</Link> : null}
    </PanelSection>
  )
}

function titleOf(pressing: number, forInformation: number): string {
  if (pressing === 0) return `Findings for information · ${forInformation}`
  return `Open findings · ${pressing}${forInformation > 0 ? `, and ${forInformation} for information` : ''}`
}
