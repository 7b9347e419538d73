console.log('anlauf', process.version)
