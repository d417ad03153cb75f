// Packs and unpacks ZIP files, with JSZip, which is fetched when it is first needed.
let library;

const jszip = () => (library ??= new Promise((resolve, reject) => {
  const script = document.createElement('script');
  script.src = '/lib/jszip.js';
  script.onload = () => resolve(window.JSZip);
  script.onerror = () => {
    library = undefined;
    reject(new Error('/lib/jszip.js could not be loaded'));
  };
  document.head.append(script);
}));

/** Files as one ZIP; a single ZIP stays as it is. */
export async function packed(files) {
  if (files.length === 1 && /\.zip$/i.test(files[0].name)) return new Blob([files[0]], {type: 'application/zip'});
  const zip = new (await jszip())();
  for (const file of files) zip.file(file.name, file.arrayBuffer ? await file.arrayBuffer() : file.text);
  return zip.generateAsync({type: 'blob', compression: 'DEFLATE', mimeType: 'application/zip'});
}

/** The texts in a ZIP by their names. */
export async function texts(blob) {
  const zip = await (await jszip()).loadAsync(blob);
  return Object.fromEntries(await Promise.all(Object.values(zip.files).filter((file) => !file.dir).map(async (file) => [file.name, await file.async('string')])));
}
