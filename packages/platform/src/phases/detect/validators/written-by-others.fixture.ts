/** Small files that other people's programs wrote, so that a check is not measured by its own idea of a format. */
function fromBase64(lines: readonly string[]): Buffer {
  return Buffer.from(lines.join(''), 'base64')
}

/** bzip2 1.0.8: `seq 1 90`, and a second stream of 100 random bytes. */
export const bzip2File = fromBase64([
  'QlpoOTFBWSZTWXTdpjsAADJIAAAQf+AwALMEA000FTDTb1Ugypgf6qhn2d8rtx6zQDo2BQcBwFBsDo0AsyARhiSSSS/gHZYY',
  'A5LBkG5YGg1LAbGZYBwxLAHXksAElAH4u5IpwoSDpu0x2EJaaDkxQVkmU1nnYAbVAAAFf//AAXCGQ3boQBOECwgLhADDaMoB',
  'BBRYx0EIE5AfKgFEcCAAdRwNGTQDQxGQ0NGQABoaHqNqB5pT9UMIyDTIZND0CBnqgZGEyYI0aaANDfg4xJFH/20PAo+Tp67A',
  'oX+nyeGZ3RXeAKmxv31ZYB9maTOhPv7hocFNiT0PCQ5LfP1xIaEoB1QBdwnLc+GD8vsaAyBddQJ0/A0i7kinChIc7ADaoA==',
])

/** 7-Zip 16.02: `seq 1 90` in LZMA. */
export const sevenZipFile = fromBase64([
  'N3q8ryccAAROZR1ykQAAAAAAAABSAAAAAAAAANEP9KXgAQQAiV0AGIKCjyJO+KZV9/CZpSUNkEWRWlG0m8qs3AUy7IVSn7FI',
  'be/c6Eu5YbrgnFN/mMipVA78PSrTBtdmRD1WZKbNPdfHH0T0GN8CCz/ixsZ74ed/eUQcebdCrmW4G7UOhOGaggYjOVp/cqpD',
  '+qWaH5LAvkVxeUrVk8aQCjmtnGWHKrYaPFMgPVXf4AAAAQQGAAEJgJEABwsBAAEhIQEADIEFAAgKAfM6g74AAAUBGQoAAAAA',
  'AAAAAAAAEQ0AbgAuAHQAeAB0AAAAFAoBANLgTfNjf90BFQYBACCApIEAAA==',
])

/** flac 1.4.2: 900 samples of one channel in frames of 256. */
export const flacFile = fromBase64([
  'ZkxhQwAAACIBAAEAAABQAACIAfQA8AAAA4QIQZHGy49X287Umcs5lyOdhAAAKCAAAAByZWZlcmVuY2UgbGliRkxBQyAxLjQu',
  'MiAyMDIyMTAyMgAAAAD/+IQIAIIYAAADdwbjCjkEVYRhaFkihZFQmEME2JyfGIfx2/jXzLTKSYLhYIYFpEpFZIxbEejIMRvs',
  'ZPMnp5a4pYWUIqjcymUlZSfSoqey+QrL55+x2VioxzXku22yRqjdCFGduYUT2S9H3t+fLLfr90lrdpSdCKybiWm6Ujm4jZX/',
  '+IQIAYUY+rb3VPQO8O0AkVjkKxd5/c+86OnZWckpFZJRFbZKSxpUmVJFTz2Khdf9/lRdaQ4jtW6N2jSEuaRKRUkul7F06sWY',
  '5Co++86S8ypWqaNEplJEm0S6VFZZcVuuXOjyOy8gow4Q7VKym7aszjKS5rtNnMutnQrFRZ758typ5MBX8//4hAgCjBgKbQ2h',
  'EKoTfgCyXNcTtojKTXZFI6SKzo+hSCmFZ97bl1kR20rTZKZxLkjdptyOkludL/I6FT+fLEKRzFIpOka5MlJUyVE6IrWxjtCk',
  'e4pBSPbZ4rLKQpHNeI7MpNESZNW10IOGFMVIuVCsrkLI6Oy/bqMXabattESJo0iaVo5IWI//+GQIA4NcGPC97c/rGuioAJ0W',
  'XxZH3s+chSKzk6RKmTiK2zdE0rTOZYj6e3FYuvUgrVyHEFJnbKZWiRNEbtk5KkpHSZyLahWOQsx26o6HlQ==',
])

/** xz 5.4.1: `seq 1 90` twice, with CRC-64 and with SHA-256. */
export const xzFile = fromBase64([
  '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AEEAIldABiCgo8iTvimVffwmaUlDZBFkVpRtJvKrNwFMuyFUp+xSG3v3OhLuWG6',
  '4JxTf5jIqVQO/D0q0wbXZkQ9VmSmzT3Xxx9E9BjfAgs/4sbGe+Hnf3lEHHm3Qq5luBu1DoThmoIGIzlaf3KqQ/qlmh+SwL5F',
  'cXlK1ZPGkAo5rZxlhyq2GjxTID1V3+AAAAAAAMv/FLioQFlBAAGlAYUCAABX7+duscRn+wIAAAAABFla/Td6WFoAAArh+wyh',
  'AgAhARYAAAB0L+Wj4AEEAIldABiCgo8iTvimVffwmaUlDZBFkVpRtJvKrNwFMuyFUp+xSG3v3OhLuWG64JxTf5jIqVQO/D0q',
  '0wbXZkQ9VmSmzT3Xxx9E9BjfAgs/4sbGe+Hnf3lEHHm3Qq5luBu1DoThmoIGIzlaf3KqQ/qlmh+SwL5FcXlK1ZPGkAo5rZxl',
  'hyq2GjxTID1V3+AAAAAAAA0gMCUA/kNyU7q84DrgpqC2iv6r+JxNC3W39/jwjCenAAG9AYUCAAChb2KBtunfHAIAAAAAClla',
])
