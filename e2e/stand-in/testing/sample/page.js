const show = (id, text) => {
  document.getElementById(id).textContent = text;
};

async function accept(files, text) {
  await window.sample.acceptFiles([...files]);
  show('dropped', text);
}

window.sample.onNews((value) => show('news', JSON.stringify(value)));
window.addEventListener('dragover', (event) => event.preventDefault());
window.addEventListener('drop', (event) => {
  event.preventDefault();
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()?.isDirectory);
  void accept(event.dataTransfer.files, JSON.stringify(entries));
});
document.getElementById('pick').addEventListener('change', (event) => {
  void accept(event.target.files, 'picked');
});
