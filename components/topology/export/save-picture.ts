/** For screens with fine dots and for print. */
const PNG_SCALE = 2

/** Hands the picture to the browser as a file. */
export async function savePicture(svg: string, name: string, format: 'svg' | 'png'): Promise<void> {
  const drawing = new Blob([svg], { type: 'image/svg+xml' })
  saveFile(format === 'svg' ? drawing : await pngOf(svg), `${name}.${format}`)
}

async function pngOf(svg: string): Promise<Blob> {
  const image = new Image()
  // A data address, since the page's policy lets images come from nowhere else but the server.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = image.width * PNG_SCALE
  canvas.height = image.height * PNG_SCALE
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('The picture is too large.'))),
      'image/png',
    )
  })
}

function saveFile(content: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
