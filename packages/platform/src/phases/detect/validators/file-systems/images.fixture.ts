import { inflateSync } from 'node:zlib'

/**
 * Images of disks that other people's programs made, kept as those pieces of 4 KiB in which anything stands, so that a check is
 * not measured by its own idea of a format.
 */
function image(size: number, places: readonly number[], lines: readonly string[]): Buffer {
  const pieces = inflateSync(Buffer.from(lines.join(''), 'base64'))
  const whole = Buffer.alloc(size)
  for (const [index, place] of places.entries())
    pieces.copy(
      whole,
      4096 * place,
      4096 * index,
      Math.min(4096 * (index + 1), 4096 * index + size - 4096 * place),
    )
  return whole
}

/** e2fsprogs 1.47: ext4 with checksums. */
export const ext4Image = image(
  262144,
  [0, 1, 2, 3, 4, 5, 9],
  [
    'eNrt3b9LG2Ecx/Hv/ajaJDiIAceruAVCxi5CxUGzFfwT1CKoEfyxCGK0gyBC8ScECnbr4KCCi5voUjsJ4mRbpFQQREqJg3To9Xnu',
    '4mAaFWprSJ73C+65O5477p4n93m4W56IADCVpwtLJKZW39QSD3dvHuAVjlNmJqL9Ir7f9d0Kjgv3Q9fnRQs7z9Vq1xbpd0UyC1v7',
    'e9vtHbnXb1pfztat/p/WWHfWnjyb+fGzO732/qj3YD6y+dGSF0G7pagd/65vvZJ35FphP1eTeqJUcWrWPE9FUxrV0hLkPy62uEHd',
    'avNcIi4bt557+jXxgR4EAKAy+X5Urmpvrc76AKqW+jxX38CWnVTrcNu2k8nwG/6TE7EHhkZGE6+GxjI9jJVAtYiJfMmk7Xy0KP9n',
    'Tph/ANWd/4l36zm9fenQH4Bp+XfmxwfJP0D+AZB/AOQfAPkHQP4BkH8A5B8A+QdA/gFUZv6JPwAAZvFr9RwAAEzECAgAAACYR89/',
    'fb081jWnc+Vv90WbKtxS7XeC+ZBE6oIykrcKMyOH9LzeTx547V8JPUf43tvi38GUZ27yyOzMLQ+b3f7jTrPb/7Sm/PeQnVJFynX/',
    'HP9ujnd/o+Ge+j5fj3/pc1PHv89ps5//xRGz29/WWv572NHvP6lS7z+2NN3x/qP/N+Whw9fkoc7/ypKp+QeAcvoNx0haww==',
  ],
)

/** ntfs-3g 2022.10: NTFS, of which only the boot sector and the master file table were kept. */
export const ntfsImage = image(
  2097152,
  [0, 2, 4, 5, 6, 7, 8, 9, 10],
  [
    'eNrtnE1MG0cUx9/srjExXzZxU0gPDBGiHCJq9UPKraR8FCpCCSERl1aYYoILtV3bVUGKWh+bG8eemh6rqoeo7aFSpYpjL0g9V+2t',
    'Ny6cohxQ3NmdmfXOeG1iMBjb779ZZlmP5wv/3sx72fHh0t7C8sw9ygRGJ3A9B0UFdhT7+LUl7hVF+oydhJ3vTL7x+vGz45v2vd6h',
    'Pz5/9NON/XzXg197fw/CQfjjw6M3/zu4djB4+GJ5M5mj7F8qnadxupZO5+Nr2wm6nsxtjdPF7UQ8l6DJVC6RVV7e2E5nMrs0nlrv',
    'CWWyiVyOXe7SrcQuzadpPsteeRhPpuj4+DjtCQHqJXX/RxwDFAqFQqFQKBQKhWoPFYsQxFFAoVAoFAqFQqFQKBSqtTUzNz8dA9P9',
    'nbDjFju/tf9T3yrlk5eGSMPsXHWuBpyfs+Kq8NHP3z35+l9SKe3wawQpvxVj56ZbvgEfOFcEAs69wIn1QEYUtM0TWa9ljsAdmIFl',
    '8XtBtJ3AhNIQmX9C3tDKk2kkyEfmqVKOWdYft5wwT+SjFjKNED6yRaaL++sbCEBby6jI/4rGvynouEj+Mx7+l2rlP6zyJuvtdPm/',
    'A0nIsqO6HajEr54Ok2ID+EX+UfXl36jCv9FM/LuNt8r4n4c0PGQ2IMkm8cQJ/L+r86+VK9PhCf4m5B/VzPybgv8/Nf47PDZA8j/r',
    '4T92Sv7VdT6BxZo5VyXLDzLOHzDOt+EL+IxRvigYl/Zk3a3RKtj9kP5A1Hn1bdHPKDwh/UB4LYF+8X7nHs8QoOwHZdfePPprIGzl',
    'gFu/5V7ZNm7M/S0A3W4+8fcgJftUer/pXp3N3iD/yL/KvyX43/fx/61z4r8u6/xQ+Tr/NuTZkYUpxv+GuK/aAfOl7cBjKLcDzr0a',
    '7UDNfkZITSNkpo5+BvKP/Kv8Bxz+Tf7R0Ob/QB34H/Xhf9Uz/0+dff53yCHmuMt7iTejzOVweaM8uRlW04gx6aR77FxxDCG3G7fE',
    'W0ZgDt5ivYjJMsM8DYt5fUyjfECLDn4v2kisCTHCqmZPiDvI+iNk2o1DjrnttJz4oredsi3cfiD/yL/Kf4eY/xd9/P8OaFz8v2a/',
    'IKzy7fUL3mOef555BXG28qh1Pp7Q7kfI+00Y98P5H+XPf1Dw/5vP+j947v6/AfO1ck7V+VuWH3A4T7Mjf6nX/ZXWIXoaMeAc7Azy',
    'j/yr/HcK/nd8+O+ERsX/zVPE//3jgp2OXYgz/ied2GAOOE9qfM1wrwrK+rxU7Auirc+PhtQU5Pqc12YUySVcJyD/yL/K/xWH/yvw',
    'g+b/B5zX6sI/LcP/xPV/Xf5fgMr1/z1IwCeM/SxLVb6NsnV/yf/mg3EMamqXNsXOyO1ZN07w1BMn2HP9bzsfz9OvxQkK7trE7mNU',
    '9J8/GXR35BdnfGQq8z1i5xw79PxH/eZzu2CZgpbf684Y7NgTMQgZLyh42ivzh7X2ZqD0OFRU1D8mPywV6tbzVeqT2r5m9aual/9Q',
    'lef/Qg3z/81T8G8oc5zX/7/PPr2TbFbOCf791uVD+rpcK0+mw/Sxsr6HAF8/UBGHs+NuKdhgfoi6rO9Ovrb15Vf//K33G5//QzWS',
    '/y4R/y8Y5fG/rnPi/4Lm/7Dkfxp2IM/YT7F1uT3/cV+Hc2s/90Shelx/lvDT1qAwYKuwIMaP/6y1faPCNHSw9n0Ia/Apq3/dHd36',
    'ln+XrX3suEic9fe6KH/T8bDOXr7tXy2xsc2w0rOOhVWF8/rl5t9+/sSe/6lP/L/7HOJ/jX4uR/X7iXvVHp9PnP+Rf5X/nir89yD/',
    'yD+qpfnvrcJ/L/KP/KNamv++Kvz3If/IP6ql+Q87/AN8Ayr/RPvE1It/jAMh/6jLw38E+Uf+UW3Lfz/yj/yj2pb/q8g/8o9qW/6j',
    'yD/yj2pb/l9B/pF/VNvyfw35R/5Rbcv/q8g/8o9qW/7593/3QEbb/2OBd2f86ff/jJ5y/+8C8P0/9d3/wvfr7jhDwfcZ2t/xZWe0',
    'd+FIRUSHicfuyX3BVAzSmPiCoLJnjIjaYbn/xa73yK3XgL/ceu8qeb317ouTx2liYtwt1z4boG6llGNR1OT9+0fFDscVz/7dWsvx',
    'e65K7y/a+ebi3+/7vwdbhH/v/jqbw0UPhzEf/q9qHFIo70Rzfs5x/kf+/flf9eH/+gXzn/Hwv1Qn/ivtT61sB5Za2A4g/+j/oVCo',
    'dtX/Ck/T6g==',
  ],
)

/** dosfstools 4.2: FAT of 16 bits. */
export const fatImage = image(
  3145728,
  [0, 3],
  [
    'eNrt16FuAkEQBuAFQwKBoBqqmOAwm4BA1SCoKyAA06TJEvbgctfby+2aSyr6CH0CHqCprGtC8OTeAFl3hqBQHGsQaBz830zyTzJu',
    '3KRPX++eo7kjDMvncixvq3aoMbJ59smam/1y2x9Qv/vSI+u5O2p1bFbqq9ePn8balCa/lb8CS6pv6a79nzwkj+lxtHA12Q6UIUFT',
    'pYyY+pJmrvY40dCXQktyAy2ji73jqzCMSQSzcjGMpNZ2jMmTMRlFJrKbuXAD4pxTucjgGuPvQ5ZluAMAAAAAAADAbcP/DwAAAAAA',
    'cB9OUiJGOA==',
  ],
)

/** exfatprogs 1.2: exFAT. */
export const exfatImage = image(
  8388608,
  [0, 1, 2, 256, 512, 513, 514, 515],
  [
    'eNrt23ewlEW6x/Hn7X5fchiRDH36aRhyEyUHAclBRAREsgiICIiIiIjknJPknHPOOeeck4iIiIBIztD3h9e6tbtu1e69e//YWt/v',
    'p5o5zdQ7Z2aeM3NmpupcbzekTK2yJaszM/1Llfj9NA5R5OXpy39iEQU4yf7k0HXyiOJKrwuF/RtVY254H4TzDwvnHxbOPyycf1g4',
    '/7Bw/mHh/MP+8+fvwv7UhY+BP3c7+9hh4frzruvh5//h67+wcP5h4fzDwvmHhfMPC+cfFs4/LJx/2H/0/MNPwMPP/8P+vIWfgf+5',
    '16O/eC7w8fMQPi+EhYWFhYWFhYWFhYWFhf3nlTi8C8LCwsLCwsLCwsLCwsLC/gR5JEiSTwHFotgUh+JSPIpPCSghJaLEFKFXKAm9',
    'SkkpGSWnFJSSUlFqSkNpSVEMaWIylI7SU5QyUEbKRJkpC2WlbGQpO+WgnJSLclMeeo3yUj7KTwWoIBWiwlSEilIxep2KUwkqSW9Q',
    'KSpNZagslaPyVIEqUiWqTG9SFXqLqtLbVI3eoepUg2rSu1SL3qPaVIfqUj2qTw2o4f/p+K+oI31NnagzdaGu1I26Uw/qSb2oN/Wh',
    'vtSP+tMAGkiDaDANoaE0jIbTCPqGRtIoGk1jaCyNo/E0gSbSJJpMU2gqTaPpNINm0iyaTXNoLs2j+bSAFtIiWkxLaCkto+W0glbS',
    'KlpNa2gtraP1tIE20ibaTFtoK22j7bSDdtIu2k17aC/to/10gA7SITpMR+goHaPjdIJO0ik6TWfoLJ2j8/QtXaDv/pfHP/yb49t7',
    'GL8nwIdYEAfiQQJIBBFIAkkhOaSE1JAWYoAhHUQhI2SGrGAhB+Tycnt5IC/kh4JeISgCxaA4lIRSUAbKQQWvIlSGKlAVqkF1qAm1',
    'oDbUhfrQEBpBY2gKzaA5tIBW0BraQFtoB+29L+Er+Bo6e6VEV68b9IBeXm/o6/Xz+sNAb5A32BviDYXh3gjvgTfSG+WNhmJinDfe',
    'm+CxmORNhqkwHWZ6s2CON9eb582Hhd4iWOIt9ZbBCljlrYa13jpvPWz0HnqbvS3eVm+bt93bgbXL242119uHdQAOwRE4BifgFJyB',
    'czDIuwAX4RJchitwFa7BDbgJt7zb3h2se/AA3+8RPIFn8ALw4Bcv8yEWxIF4kAASQQSSQFJIDikhNaSFGGBhRDqIQkbIDFnBQg7I',
    'BXkgr8gn8osCoqAoJJrYIqKIKCaa2uKihCgJpURpUUaUhfJQESpDFagq3hbVMKNeXg3xcjK1xGCvthji1RX1RH3RQAz33heNxAiv',
    'sWgimooPxShMqbloZFuIlqKVGO+1Fp+KCd5noi1m1U58IdqLL0UH8ZXoKBrbTqKzmOl1Fd3EHK+H6Cl6id5ioVdavJxYGTFQDBKD',
    'xRAxVKzyhosR4hsxUowSo8UYMVaME+PFBDFRTBKTxRQxVUwT08UMMVPMErPFHDFXzBPzxQKxUCwSi8USsVQsE8vFCrFSrBKrxRqx',
    'VqwT68UGsVFsEpvFFrFVbBPbxQ6xU+wSu8UesVfsE/vFAXFQHBKHxRFxVBwTx8UJcVKcEqfFGXFWnBPnxbfigvhOXBTfi0viB3FZ',
    '/CiuiJ/EVfGzuCauixviF3FT/Cpuidvijrgr7on74oF4KB6Jx+KJeCqeiefihXB46vekkFL6MpCxZGwZR8aV8WR8mUAmlIlkYhmR',
    'r8gk8lWZVCaTyWUKmVKmkqllGplWKhkjtWRpZDqZXkZlBplRZpKZZRaZVWaTVmaXOWROmUvmlnnkazKvzCfzywKyoCwkC8sisqgs',
    'Jl+XxWUJWVK+IUvJ0rKMLCvLyfKygqwoK8nK8k1ZRb4lq8q3ZTX5jqwua8ia8l1ZS74na8s6sq6sJ+vLBrKhfF82kh/IxrKJbCo/',
    'lM3kR7K5/Fi2kC1lK/mJbC0/lW3kZ7Kt/Fy2k1/I9vJL2UE+ly+kk51kZ9lFdpXdZHfZQ/aUvWRv2Uf2lf1kfzlADpSD5GA5RA6V',
    'w+RwOUJ+I0fKUXK0HCPHynFyvJwgJ8pJcrKcIqfKaXK6nCFnyllytpwj58p5uKz/vqTF/8Tx0/7O8QN+++6H5GF5RB6Vx+RxeUKe',
    'lKfkaTgL5+ECXIRLcBmuwFW4BjfgJtySt+VjeVfek/flA/kQHssn8Oz3+4DwxC986ft+4MfyY/tx/Lh+PD++n8BP6CfyE/sR/xU/',
    'if+qn9RP5if3U/gp/VR+aj+Nn9ZXfoyvffaNn85P70f9DH5GP5Of2c/iZ/Wz+dbP7ufwc/7Lx/+j69cQGkFjaArNoDm0gFbQGtpA',
    'W2gH7aEDdIRO0AW6+d39Hn5Pv5ff2+/j9/X7wQAYBENgGIyAkTAaxsJ4mAiTYSpMh5kwG+bCfFgIi2EpLIeVsBrWwnrYCJv9LbAN',
    'dsAu2AP74ABs9g/DUTgOJ+E0nIXzcAEuwiW4DFfgKlyDG3ATbsEduAcP4BE8gWfwAvCyLxCAuzeIBXEgHiSARBCBJJA0SBYkD1IE',
    'KYNUQeogTZA2UEFMoAMOTJAuSB9EgwxBxiBTkDnIEmQNsgU2yB7kCHIGuYLcQZ7gtSBvkC/IHxQICgaFgsJBkaBoUCx4PSgelAhK',
    'Bm8EpYLSQZmgbFAuKB9UCCoGlYLKwZtBleCtoGrwdlAteCeoHtQIagbvBrWC94LaQZ2gblAvqB80CBr+v16+cw9SfGA7qc6qi+qq',
    'uqnuqofqqXqp3qqP6qv6qf5qgBqoBqnBaogaqoap4WqE+kaNVKPUaDVGjVXj1Hg1QU1Uk9RkNUVNVdPUdDVDzVSz1Gw1R81V89R8',
    'tUAtVIvUYrVELVXL1HK1Qq1Uq9RqtUatVevUerVBbVSb1Ga1RW1V29R2tUPtVLvUbrVH7VX71H51QB1Uh9RhdUQdVcfUcXVCnVSn',
    '1Gl1Rp1V59R59a26oL5TF9X36pL6QV1WP6or6id1Vf2srqnr6ob6Rd1Uv6pb6ra6o+6qe+q+eqAeqkfqsXqinqpn6rl6odzLF/cv',
    'f73H4EEaEwviQDxIAIkgAkkgKSSHlJAa0sLLGNJBFDJCZsgKFnJALsgDeSE/FITCUBRehxLwBpSGslAeKkJlqAJVoRpUh5pQC2pD',
    'XagPDaERNIam0AyaQwtoBa2hDbSFdtAeOkBH6ARdoBv0gF7QB/rBABgEQ2AYjICRMaNiRseMiRkbMy5mfMyEmIkxk2Imw1SYDjNh',
    'NsyF+bAQFsNSWA4rYTWshfWwETbDVtgOO2E37IX9cBAOw1E4DifhNJyF83ABLsIluAxX4CpcgxtwE27BHbgHD+ARPIl5GvMs5nnM',
    'ixgXE0fH1fF0fJ1AJ9SJdGL9t/uUOpVOrdPotFrp5DrFX+1jtNaZdRadVWfTVmfXOXTOP+wL6kK6sC6ii+pi+nVd/A/78rqCrqgr',
    '6cr6TV1Wl/urfRX9lq6q39PVdB1dXdfTNXUDXQv72tjXxb4+9s30R7q5/li30C11K/3JH/Zr9Tq9W+/Re/U+fVaf04/0Y31NX9dP',
    '9FPdSXfWfXRf3U/31wP0QD1ID/7DfrQeo8fqcXq8nqAn6kl/2M/Wc/RcPU/P1wv0Qr3oD/vVeo1eqtfr5XqFXqlX/bZ/eZ3W6w16',
    'o96kN+steqveprfrHXqn3vU/13WbPqAP6kP6tD6jj+pj+rg+oU/qU7/tX96O8/pbfUF/p6/qn/Ul/YO+rG/oK/qn3/Yvb98N/Yu+',
    'qX/Vt/RtfUff1ff0ff1AP/zt9r+87Xf1c/1CO7yxx9sbluxzwLE4NsfhuByP43MCTsiJODFH+BVOwq9yUk7GyTkFp+RUnJrTcFpW',
    'eOhrZjacjtNzlDNwRs7EmTkLZ+VsbDk75+CcnItzcx5+jfNyPs7PBbggF+LCXISLcjF+nYtzCS7Jb3ApLs1luCyX4/JcgStyJa7M',
    'b3IVfour8ttcjd/h6lyDa/K7XIvf49pch+tyPa7PDbghv8+N+ANuzE24KX/Izfgjbs4fcwtuya34E27Nn3Ib/ozb8ufcjr/g9vwl',
    'd+CvuCN/zZ24M3fhrtyNu3MP7sm9uDf34b7cj/vzAB7Ig3gwD+GhPIyH8wj+hkfyKB7NY3gsj+PxPIEn8iSezFN4Kk/j6TyDZ/Is',
    'ns1zeC7P4/m8gBfyIl7MS3gpL+PlvIJX8ipezWt4La/j9byBN/Im3sxbeCtv4+28g3fyLt7Ne3gv7+P9fIAP8iE+zEf4KB/j43yC',
    'T/IpPs1n+Cyf4/P8LV/g7/gif8+X+Ae+zD/yFf6Jr/LPfI2v8w3+hW/yr3yLb/Mdvsv3+D4/4If8iB/zE37Kz/g5v2DHZDwjjDS+',
    'CUwsE9vEMXFNPBPfJDAJTSKT2ETMKyaJedUkNclMcpPCpDSpTGqTxqQ1ysQYbdgYk86kN1GTwWQ0mUxmk8VkNdmMNdlNDpPT5DK5',
    'TR7zmslr8pn8poApaAqZwqaIKWqKmddNcVPClDRvmFKmtCljyppyprypYCqaSqayeRPHvWWqmrdNNfOOqW5qmJrmXVPLvGdqmzqm',
    'rqln6psGpqF53zQyH5jGpolpaj40zcxHprn52LQwLU0r88k/PL+L6Wq6me7gXCW5Mroqujq6Jro2ui66ProhujG6Kbo5uiW6Nbot',
    'uj26I7ozuiu6O7onuje6L7o/eiB6MHoo6lzZ2GQ9vBGW1reBjWVj2zg2ro1n49sENqFNZBPbiH3FJrGv2qQ2mU1uU9iUNpVNbdPY',
    'tFbhF6W2bI1NZ9PbqM1gM9pMNrPNYrPabNba7DaHbWAbQiP7gW1sm9im9kP4CD6GlraV/cS2tp/aNvYz29Z+Dl/Y9vZL28F+ZTva',
    'r20n29l2gW7QA3pBH+gHA2AQDIFhMAJGwmgYC+NhIkyGqTAdZsJsmAvzYSEshqWwHFbCalgL62EjbIatsB12wm7YC/vhIByGo3Ac',
    'TsJpOAvn4QJchEtw2f5or9if7FX7s71mr9sb9hd70/5qb9nb9o69a+/Z+/aBfWgf2cf2iX1qn9nn9oV1dnJkSmRqZFpkemRGZGZk',
    'VmR2ZE5kbmReZH5kQWRhZFFkcWRJZGlkWWR5ZEVkZWRVZHVkTWRtZF1kfWRDZGNkU2RzZEtka2RbZHtkR8S5NEeNS+fSu6jL4DK6',
    'TC6zy+KyumzOuuwuh8vpcrncLo97zeV1+Vx+V8AVdIVcYVfH1XX1XH3XwDV077tG7gPX2DVxTd2Hrpn7yDV3H7sWrqVr5T5xrd2n',
    'ro37zLV1n7t27gvX3n3pOrivXEf3tevkOrsurqvr5rq7Hq6n6+V6uz6ur+vn+rsBbqAb5Aa7IW6oG+aGuxHuGzfSjXKj3Rg31o1z',
    '490EN9FNcpPdFDfVTXPT3Qw3081ys90cN9fNc/PdArfQLXKL3RK31C1zy90Kt9KtcqvdGrfWrXPr3Qa30W1ym90Wt9Vtc9vdDrfT',
    '7XK73R631+1z+90Bd9AdcofdEXfUHXPH3Ql30p1yp90Zd9adc+fdt+6C+85ddN+7S+4Hd9n96K64n9xV97O75q67G+4Xd9P96m65',
    '2+6Ou+vuufvugXvoHrnH7ol76p655+5F+DdrYWFhYWFhYWH/VN3/wfld/87/CazNv3/dDSvhsVRX/vJ8ibU/eXjfhoWFhYWFhYWF',
    'hYWFhYX9u/RfuD5j6A==',
  ],
)

/** sfdisk 2.38: a GUID partition table with one partition of ext4. */
export const diskImage = image(
  1126400,
  [0, 16, 17, 18, 19, 20, 21, 25, 270, 274],
  [
    'eNrt3U9IFFEAx/E3s1uauyREQnTaooOwYHqxLgMtsbsOdBD/3LxlkWiKWobJsmsKCyGG2x9ZEAwvQgqadMlTJKh1CmJBqCTCQIi2',
    'wg7RoWnezlhkapSZ7c73A7Pz571x573d32PUYUYIZDNVpA3DUMylwfzf37v2TjCk+yoDVTVCKKLO3HLq2MFSWaLYNVZ/arG93mGv',
    'J8c1ra9Jj08H0nO1icVy1S6P2VPFfHcjn87/b0KbLezpbQv3d2oNC+HIUleoLDiSCKeGllurvempyZhdL6rSVwAAAAAAZCuffFGE',
    '8JqzJXMqEt//9vOtgs+uZ4pHPI1CGEb1OyVTz1q3rO7nsVeOm7OHqhCNbiGaE/cezdw/GU72XNMqr+YPb09rlE1LXx6Kf/h8Wh8b',
    'TZ15MlBw97EiTmTaLda04+/1rW/dI3IrVj/nkr1EKevsHvP5zGiK/eZ0JJP/IqEKd6Zs+HCfv0hMbrjv61f+eXoQAIDsZBge8Slv',
    'w+KYASBnyX/re4Wilgh5LYlcVtWSEut3+OeuArWppf2C/2zLxeZ6xkogV3iFWGzW1RXPmvwvu6z8A8jt/EduTyTl8kcX/QE4Lf+u',
    'gcvnyT9A/gGQfwDkHwD5B0D+AZB/AOQfAPkHQP4BZGf+iT8AAM5i5Ml7AABwIkZAAAAAwHnk/a9Xp3/1nleSO9/utwHzxb1e+13C',
    'euSZ9cC7ghXFvjOyRd7Xe9cW3/uLX94jfGZo7efglO9cNOXszN1sc3b7n1U4u/17du/8McS6zZdSt/vn8e/H8e5P7PtF+TlDjn/6',
    'G6eOfy90Z3//r7c7u/0BbeeP4YE8/yld7/xHFQc2Of+Rz03Z6vAVfSrzf+uGU/MPAAAAAAAAbLcJbbawp7ct3N+pNSyEI0tdobLg',
    'SCKcGlpurfampyZjdr2oSl8BAAAAAJCtgiHdVxmoqpHX+9WZ6/Xvj47K7YPWZT+Z65ylYnveYW9PjmtaX5Menw6k52oTi+WX7O0x',
    'e6qY7+Y6nizwFVC+o3M=',
  ],
)
