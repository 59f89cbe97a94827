#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Gets data sets from their public homes, into the folders in which Lowband looks for them.
#   scripts/fetch_datasets.sh                        all of them, into data/
#   scripts/fetch_datasets.sh DIR mnist cifar-10     some of them, into DIR
# The sets: mnist fashion-mnist cifar-10 a9a w8a mushrooms phishing
# What is there with the right checksum is left alone; a file appears whole, checked, or not at all.
# With $LOWBAND_MIRROR, files come from $LOWBAND_MIRROR/PATH, PATH being where they belong in DIR.
set -euo pipefail

# Set, path in DIR, home, SHA-256. A home ends with '/': the file has its own name there.
table() {
  local mnist=https://ossci-datasets.s3.amazonaws.com/mnist/
  local fashion=http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/
  local cifar=https://www.cs.toronto.edu/~kriz/
  local libsvm=https://www.csie.ntu.edu.tw/~cjlin/libsvmtools/datasets/binary/
  cat <<END
mnist mnist/train-images-idx3-ubyte.gz $mnist 440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609
mnist mnist/train-labels-idx1-ubyte.gz $mnist 3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c
mnist mnist/t10k-images-idx3-ubyte.gz $mnist 8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6
mnist mnist/t10k-labels-idx1-ubyte.gz $mnist f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6
fashion-mnist fashion-mnist/train-images-idx3-ubyte.gz $fashion 3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84
fashion-mnist fashion-mnist/train-labels-idx1-ubyte.gz $fashion a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845
fashion-mnist fashion-mnist/t10k-images-idx3-ubyte.gz $fashion 346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073
fashion-mnist fashion-mnist/t10k-labels-idx1-ubyte.gz $fashion 67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5
cifar-10 cifar-10/cifar-10-binary.tar.gz $cifar c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd
a9a libsvm/a9a $libsvm f5d5ffd8d865ff41328e7ee043e4b020816914ff6843ff15b98905ddbedce906
a9a libsvm/a9a.t $libsvm 1f448a153f0320399a7e40836eb207655b0bde0f21fc941cc472193daa9f5de9
w8a libsvm/w8a $libsvm 6a9fa8fd5f524303240a5db07d4b3d4a51e8b7b4b20a914105d8e3e8c81640f2
mushrooms libsvm/mushrooms $libsvm f39a4eb628dc61a7d43760815b061c9e497aa728ce1ad8bde57a09ef6043b538
phishing libsvm/phishing $libsvm 0cf66ef36604c393da9359b2e5d894a2df8aee31fd184633cefa138add2ef08a
END
}

fail() {
  echo "fetch_datasets: $1" >&2
  exit "${2:-1}"
}

sha256_of() { sha256sum "$1" | cut -d ' ' -f 1; }

partial=
trap '[ -z "$partial" ] || rm -f "$partial"' EXIT

# fetch FILE URL SHA-256
fetch() {
  local file=$1 url=$2 expected=$3 found
  if [ -f "$file" ] && [ "$(sha256_of "$file")" = "$expected" ]; then
    echo "$file is there"
    return
  fi
  mkdir -p "$(dirname "$file")" 2>/dev/null || fail "$(dirname "$file"): cannot be made"
  partial=$file.partial-$$
  local said
  said=$(curl --fail --silent --show-error --location --output "$partial" "$url" 2>&1) ||
    fail "$url cannot be had: $(echo "$said" | tail -n 1)"
  found=$(sha256_of "$partial")
  [ "$found" = "$expected" ] || fail "$url: expected a file of SHA-256 $expected, found $found"
  mv "$partial" "$file"
  partial=
  echo "$file"
}

case "${1:-}" in
-h | --help)
  sed -n '2,/^set /{/^# /s/^# //p}' "$0"
  exit 0
  ;;
esac
dir=${1:-data}
[ $# -eq 0 ] || shift
command -v curl >/dev/null || fail "curl is missing: apt-get install curl ca-certificates"

all=$(table | cut -d ' ' -f 1 | uniq)
for set in "$@"; do
  grep -qxF -- "$set" <<<"$all" || fail "no data set \"$set\" (there are: ${all//$'\n'/ })" 2
done
while read -r set path home checksum; do
  if [ $# -gt 0 ] && ! printf '%s\n' "$@" | grep -qxF -- "$set"; then continue; fi
  url=$home$(basename "$path")
  [ -z "${LOWBAND_MIRROR:-}" ] || url=$LOWBAND_MIRROR/$path
  fetch "$dir/$path" "$url" "$checksum"
done < <(table)
