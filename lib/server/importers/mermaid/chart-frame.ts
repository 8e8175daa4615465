import type { LineTrouble } from './chart-arrow'

type Place = 'before' | 'front matter' | 'directive' | 'description' | 'chart' | 'after'

const afterTheEnd: LineTrouble = {
  reason: 'the diagram has ended above',
  remedy: 'Import the diagram alone, without what stands around it.',
}

/** What stands around and between the statements of a diagram: fences, settings, comments, descriptions. */
export class ChartFrame {
  private place: Place = 'before'
  private isFenced = false

  /** What the line is; undefined for one that belongs to the diagram itself. */
  take(text: string): string | LineTrouble | undefined {
    switch (this.place) {
      case 'front matter':
        if (text === '---') this.place = 'chart'
        return 'settings of the drawing, left out'
      case 'directive':
        if (text.includes('}%%')) this.place = 'chart'
        return 'settings of the drawing, left out'
      case 'description':
        if (text.includes('}')) this.place = 'chart'
        return 'how it is read aloud, left out'
      case 'after':
        return afterTheEnd
      case 'before':
      case 'chart':
        return this.takeOutside(text)
    }
  }

  private takeOutside(text: string): string | LineTrouble | undefined {
    const isFirst = this.place === 'before'
    if (isFirst && /^```\s*mermaid$/.test(text)) {
      this.isFenced = true
      return 'the frame of the diagram'
    }
    this.place = 'chart'
    if (isFirst && text === '---') {
      this.place = 'front matter'
      return 'settings of the drawing, left out'
    }
    if (text === '```' && this.isFenced) {
      this.place = 'after'
      return 'the frame of the diagram'
    }
    return this.takeRemark(text)
  }

  private takeRemark(text: string): string | undefined {
    if (text.startsWith('%%{')) {
      if (!text.includes('}%%')) this.place = 'directive'
      else if (!text.endsWith('}%%')) return undefined
      return 'settings of the drawing, left out'
    }
    if (text.startsWith('%%')) return 'a comment'
    if (/^acc(?:Title|Descr)\s*:/.test(text)) return 'how it is read aloud, left out'
    if (!/^accDescr\s*\{/.test(text)) return undefined
    if (!text.includes('}')) this.place = 'description'
    else if (!text.endsWith('}')) return undefined
    return 'how it is read aloud, left out'
  }
}
