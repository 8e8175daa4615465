import { AppError } from '@/lib/core/errors/app-error'
import { defineImporter } from './importer'
import { LineNotes } from './line-notes'
import { NmapReader } from './nmap/nmap-reader'
import { readXml, type XmlElement } from './xml/read-xml'

export const nmapXmlImporter = defineImporter({
  kind: 'nmap-xml',
  title: 'Port scan (nmap XML)',
  madeBy: 'nmap -sS -sV -oX scan.xml TARGETS',
  takesOver: 'The state of each port of each host as seen from where the scan was made.',
  effect: 'facts',
  source: 'nmap',
  vantages: ['outside', 'inside', 'host'],
  needsNode: false,
  shelfLifeMs: 7 * 86_400_000,
  recognises: (head) => /<nmaprun[\s>]/.test(head) || /<!DOCTYPE\s+nmaprun/i.test(head),
  read(text, { file }) {
    const run = readXml(text, file)
    if (run.name !== 'nmaprun') {
      throw new AppError(
        'bad-input',
        `${file} is XML, and not of nmap: its root is ${run.name.slice(0, 40)}.`,
      )
    }
    const notes = new LineNotes(file)
    const reader = new NmapReader(notes, text.split('\n'))
    reader.takeRun(run)
    const { facts, notShown } = reader
    return {
      ...notes,
      effect: { type: 'facts', says: ['port'], facts, notShown, observedAtMs: finishedAtMs(run) },
    }
  },
})

/** When the scan ended, or began where it did not say when it ended. */
function finishedAtMs(run: XmlElement): number | null {
  const finished = run.children
    .find(({ name }) => name === 'runstats')
    ?.children.find(({ name }) => name === 'finished')
  const seconds = Number(finished?.attributes.time ?? run.attributes.start)
  return Number.isSafeInteger(seconds) && seconds > 0 ? seconds * 1_000 : null
}
