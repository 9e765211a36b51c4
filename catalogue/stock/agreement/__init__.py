"""The paper that is signed: perjanjian titip jual, its text as the showroom words it, the annex."""
